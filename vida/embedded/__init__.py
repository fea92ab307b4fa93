"""PostgreSQL and Valkey for a machine that has none: the real servers, from wheels, started and stopped with the work.

`python -m vida.embedded --help` tells what it can run. The data live in `.data/servers/<instance>/`; each instance
(`demo`, `tests`, `bench`) is a pair of servers of its own. `DATABASE_URL` and `REDIS_URL` put other servers in place.
"""
