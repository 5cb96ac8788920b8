"""The server of moto, with two answers that Terraform's provider waits for and moto lacks, and without a policy it misreads."""

import json
import sys

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket
from moto.server import main
from moto.sqs.models import Queue


def _allow_policy(queue):
    return queue.__dict__.get("allow_policy") or None


def _set_allow_policy(queue, value):
    queue.__dict__["allow_policy"] = value


ApplicationAutoScalingResponse.list_tags_for_resource = lambda self: json.dumps({"Tags": {}})
# moto takes the attribute when it is set, and does not tell it.
Queue.redrive_allow_policy = property(_allow_policy, _set_allow_policy)
Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
# A bucket that is reached by TLS alone is not reached here, where there is none; moto reads no conditions anyway.
FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL

main(sys.argv[1:])
