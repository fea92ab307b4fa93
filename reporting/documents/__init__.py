"""The report as a page, a PDF and a workbook: the same sections, made of the same figures."""
