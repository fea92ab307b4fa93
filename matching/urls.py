"""The addresses of this app; `<node>` is the node's own word."""

app_name = "matching"
urlpatterns: list = []
