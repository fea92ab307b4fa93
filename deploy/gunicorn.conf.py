"""The web server, the same in the demonstration and in production. It holds no state: run as many as are needed."""

import os

bind = f"{os.environ.get('VIDA_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
preload_app = True  # the code is read once, not once for each worker
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
max_requests = 2000  # a fresh process now and then, not all at once
max_requests_jitter = 200
accesslog = None  # who saw what is in the product's own read log, not in a file
loglevel = "warning"
forwarded_allow_ips = os.environ.get("VIDA_PROXY_ADDRESSES", "127.0.0.1")
