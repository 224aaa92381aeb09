"""python3 ray_extract.py SHARDS IMAGES OUT [options]: a Ray task a shard, then joins them."""
import subprocess
import sys

import ray


@ray.remote(num_cpus=1, max_retries=3, retry_exceptions=True)
def extract(*arguments):
    subprocess.run(["extract", *arguments, "--threads", "1"], check=True)


shards, arguments = int(sys.argv[1]), sys.argv[2:]
ray.init()
ray.get([extract.remote(*arguments, "--shard", f"{i}/{shards}") for i in range(shards)])
ray.get(extract.remote(*arguments))
