"""The whole price history as Parquet files that any engine reads, and statistics computed from them."""
