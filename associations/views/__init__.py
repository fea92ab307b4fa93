"""The pages of associations, activities and registers."""
