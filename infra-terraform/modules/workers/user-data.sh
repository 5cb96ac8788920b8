#!/bin/sh
# Tells the ECS agent what it is, and makes the folder that tasks share, on the fastest disk that the instance has.
set -eu
cat >>/etc/ecs/ecs.config <<CONFIG
ECS_CLUSTER=${cluster}
ECS_ENABLE_GPU_SUPPORT=true
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
ECS_AWSVPC_BLOCK_IMDS=true
ECS_CONTAINER_STOP_TIMEOUT=120s
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
CONFIG
mkdir -p ${folder}
for disk in /dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_*; do
  if [ -b "$disk" ] && ! mountpoint -q ${folder} && mkfs.ext4 -q -F "$disk"; then
    mount -o nodev,nosuid "$disk" ${folder}
  fi
done
chown ${user} ${folder}
