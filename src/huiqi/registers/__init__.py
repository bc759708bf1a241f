"""名册导入: registers of firms from CSV, xlsx and Parquet files, and how to take one back."""
