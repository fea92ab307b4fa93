"""Run measurements by name, `python -m bench NAME [OPTIONS]`, or all of them without a name."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import django

import bench

django.setup()
names = sys.argv[1:2] or [module.name for module in iter_modules(bench.__path__) if module.name != "__main__"]
for name in names:
    measurement = import_module(f"bench.{name}")
    if hasattr(measurement, "main"):
        measurement.main(sys.argv[2:])
