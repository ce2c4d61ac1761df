from hypothesis import settings

# No deadline: a busy machine is no defect. Derandomised: a law that fails once fails again, here and in CI.
settings.register_profile("domain", deadline=None, derandomize=True, database=None, max_examples=60)
