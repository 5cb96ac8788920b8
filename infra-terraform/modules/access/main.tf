terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# What each role may do with the bucket and the queues: names of objects, and of queues. 'take' is to receive, hide and delete;
# handing back is to send.
locals {
  chunks = [for queue in keys(var.queue_arns) : queue if startswith(queue, "chunks-")]
  grants = {
    worker = {
      read   = ["incoming/*", "jobs/*"]
      write  = ["jobs/*"]
      delete = []
      take   = local.chunks
      send   = concat(local.chunks, ["merge", "dead"])
    }
    orchestration = {
      read   = ["incoming/*", "jobs/*", "sources/*", "results/*"]
      write  = ["jobs/*", "sources/*", "results/*"]
      delete = ["jobs/*/chunks/*"] # those that turn out to be wrong
      take   = ["ingest", "merge"]
      send   = concat(local.chunks, ["ingest", "merge", "dead"])
    }
    client = {
      read   = ["incoming/*", "jobs/*", "results/*"]
      write  = ["incoming/*", "jobs/*/request.json", "jobs/*/cancelled", "jobs/*/resumed.json"]
      delete = ["jobs/*/cancelled", "jobs/*/failures/*"] # so that a job goes on
      take   = []
      send   = concat(local.chunks, ["ingest", "merge"])
    }
  }

  arn     = "arn:${var.context.partition}"
  place   = "${var.context.region}:${var.context.account}"
  bucket  = "${local.arn}:s3:::${var.bucket}"
  cluster = "${local.arn}:ecs:${local.place}:cluster/${var.cluster}"

  statements = { for role, grant in local.grants : role => [
    for statement in [
      {
        Sid      = "LookIntoTheBucket" # without it, what is not there looks forbidden
        Action   = ["s3:ListBucket"]
        Resource = [local.bucket]
      },
      {
        Sid      = "ReadObjects"
        Action   = ["s3:GetObject"]
        Resource = [for name in grant.read : "${local.bucket}/${name}"]
      },
      {
        Sid      = "PutObjects"
        Action   = ["s3:PutObject", "s3:AbortMultipartUpload"]
        Resource = [for name in grant.write : "${local.bucket}/${name}"]
      },
      {
        Sid      = "DeleteObjects"
        Action   = ["s3:DeleteObject"]
        Resource = [for name in grant.delete : "${local.bucket}/${name}"]
      },
      {
        Sid      = "LookIntoOtherBuckets"
        Action   = ["s3:ListBucket"]
        Resource = [for bucket in var.readable_buckets : "${local.arn}:s3:::${bucket}"]
      },
      {
        Sid      = "ReadOtherBuckets"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = [for bucket in var.readable_buckets : "${local.arn}:s3:::${bucket}/*"]
      },
      {
        Sid      = "LookAtQueues"
        Action   = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
        Resource = values(var.queue_arns)
      },
      {
        Sid      = "TakeMessages"
        Action   = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"]
        Resource = [for queue in grant.take : var.queue_arns[queue]]
      },
      {
        Sid      = "SendMessages"
        Action   = ["sqs:SendMessage"]
        Resource = [for queue in grant.send : var.queue_arns[queue]]
      },
      {
        Sid      = "UseTheKey"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = compact([var.kms_key_arn])
      },
      {
        Sid      = "ProtectItself"
        Action   = ["ecs:UpdateTaskProtection"]
        Resource = role == "client" ? [] : ["${local.arn}:ecs:${local.place}:task/${var.cluster}/*"]
      }
    ] : merge({ Effect = "Allow" }, statement) if length(statement.Resource) > 0
  ] }

  trust_of_tasks = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "${local.arn}:ecs:${local.place}:*" }
        StringEquals = { "aws:SourceAccount" = var.context.account }
      }
    }]
  })
}

resource "aws_iam_role" "tasks" {
  for_each             = toset(["worker", "orchestration"])
  name                 = "${var.name}-${each.key}"
  description          = "What the ${each.key} tasks of ${var.name} may do"
  assume_role_policy   = local.trust_of_tasks
  permissions_boundary = var.permissions_boundary
}

resource "aws_iam_role_policy" "tasks" {
  for_each = aws_iam_role.tasks
  name     = "work"
  role     = each.value.id
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}

# For whoever runs 'vsr submit', 'vsr jobs' and 'vsr job': attach it to their role or group.
resource "aws_iam_policy" "client" {
  name        = "${var.name}-client"
  description = "Give videos to ${var.name}, and look after its jobs"
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.statements["client"] })
}

# With which ECS pulls images and writes logs; no program has it.
resource "aws_iam_role" "execution" {
  name                 = "${var.name}-execution"
  description          = "Pulls images and writes logs of ${var.name}"
  assume_role_policy   = local.trust_of_tasks
  permissions_boundary = var.permissions_boundary
}

resource "aws_iam_role_policy" "execution" {
  name = "pull-and-log"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [for group in var.log_groups : "${local.arn}:logs:${local.place}:log-group:${group}:*"]
      }],
      length(var.repository_arns) == 0 ? [] : [
        {
          Effect   = "Allow"
          Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
          Resource = var.repository_arns
        },
        {
          Effect   = "Allow"
          Action   = ["ecr:GetAuthorizationToken"] # belongs to no resource
          Resource = ["*"]
        }
      ]
    )
  })
}

# Of the instances' ECS agent. Tasks do not get at it: metadata is one hop away, and they are two.
resource "aws_iam_role" "instance" {
  name                 = "${var.name}-instance"
  description          = "The ECS agent on instances of ${var.name}"
  permissions_boundary = var.permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "instance" {
  name = "agent"
  role = aws_iam_role.instance.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["ecs:DiscoverPollEndpoint"] # belongs to no resource
        Resource = ["*"]
      },
      {
        Effect = "Allow"
        Action = [
          "ecs:DeregisterContainerInstance",
          "ecs:Poll",
          "ecs:RegisterContainerInstance",
          "ecs:StartTelemetrySession",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
          "ecs:UpdateContainerInstancesState"
        ]
        Resource = [local.cluster, "${local.arn}:ecs:${local.place}:container-instance/${var.cluster}/*"]
      }
    ]
  })
}

resource "aws_iam_instance_profile" "instance" {
  name = "${var.name}-instance"
  role = aws_iam_role.instance.name
}
