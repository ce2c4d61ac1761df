"""What adapters share: reading JSON, tables, workbooks, numbers, names and days that others wrote."""
