#!/usr/bin/env bash
# Extracts with GNU parallel, on this machine or (PARALLEL="--sshloginfile FILE") on others that see
# the same files; then joins. JOBS at once.
#
#     JOBS=4 Scripts/launchers/parallel.sh SHARDS IMAGES OUT [extract's options]
set -uo pipefail
shards=$1
shift
extract=${VITRINE_EXTRACT:-extract}
# A shard that fails is tried three times; what is then missing the last line does.
seq 0 $((shards - 1)) | parallel --quote --jobs "${JOBS:-2}" --retries 3 \
    "$extract" "$@" --threads "${THREADS:-1}" --shard "{}/$shards"
exec "$extract" "$@"
