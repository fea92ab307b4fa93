"""Tags that only present: icons, badges, words about time, and the components of `docs/components.md`."""
