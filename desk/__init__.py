"""What operators work with every day: what needs attention, first steps, rounds of mystery shopping."""
