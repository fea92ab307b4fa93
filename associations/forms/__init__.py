"""The forms of associations, activities and registers."""
