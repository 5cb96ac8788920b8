#!/usr/bin/env bash
# Makes a base for the image out of Debian's packages, for where no registry of images can be reached:
#   functions/image/debian-base.sh /tmp/base.tar && mvn -Pimage -Dvsr.image.base=tar:///tmp/base.tar package
# Needs root and the packages mmdebstrap, umoci, skopeo and ca-certificates-java. Unlike the default base it has a shell.
set -euo pipefail

tar=$(readlink -f "${1:?which file to make}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Packages are unpacked and nothing of them is run, so that what they would set up is done here.
mmdebstrap --quiet --variant=extract --include=openjdk-17-jre-headless,ca-certificates,libstdc++6 bookworm "$work/root"
rm -rf "$work"/root/usr/share/{doc,man} "$work"/root/var/{cache,log} "$work"/root/var/lib/apt/lists
install -D -m 644 /etc/ssl/certs/java/cacerts "$work/root/etc/ssl/certs/java/cacerts"
install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$work/root/etc/ssl/certs/ca-certificates.crt"
tar --sort=name --mtime=@0 --numeric-owner -C "$work/root" -cf "$work/root.tar" .

umoci init --layout "$work/oci"
umoci new --image "$work/oci:base"
umoci raw add-layer --image "$work/oci:base" "$work/root.tar"
umoci config --image "$work/oci:base" --architecture amd64 --os linux --config.user 65532:65532 \
  --config.env PATH=/usr/lib/jvm/java-17-openjdk-amd64/bin:/usr/bin:/bin
rm -f "$tar"
skopeo copy --quiet "oci:$work/oci:base" "docker-archive:$tar:vsr4j-base:latest"
