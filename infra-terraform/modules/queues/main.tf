terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

locals {
  # The service knows its queues by these names; see docs/operations.md.
  work = concat(["ingest", "merge"], [for queue in var.chunk_queues : "chunks-${queue}"])
  arns = {
    for queue in concat(local.work, ["dead"]) :
    queue => "arn:${var.context.partition}:sqs:${var.context.region}:${var.context.account}:${var.prefix}${queue}"
  }
  days_14 = 1209600
}

resource "aws_sqs_queue" "dead" {
  name                      = "${var.prefix}dead"
  message_retention_seconds = local.days_14
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
}

resource "aws_sqs_queue" "work" {
  for_each = toset(local.work)

  name                       = "${var.prefix}${each.key}"
  visibility_timeout_seconds = var.visibility_seconds
  receive_wait_time_seconds  = 20
  message_retention_seconds  = local.days_14
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn

  # The service gives messages up itself, and says why in the job. This is for those of a service that never gets so far.
  redrive_policy = jsonencode({
    deadLetterTargetArn = local.arns["dead"]
    maxReceiveCount     = var.most_receives + 1
  })

  depends_on = [aws_sqs_queue.dead]
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url = aws_sqs_queue.dead.url
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [for queue in local.work : local.arns[queue]]
  })
}

resource "aws_sqs_queue_policy" "queues" {
  for_each = local.arns

  queue_url = each.key == "dead" ? aws_sqs_queue.dead.url : aws_sqs_queue.work[each.key].url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "OnlyByTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = each.value
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      each.key != "ingest" ? [] : [{
        Sid       = "EventsOfTheBucket"
        Effect    = "Allow"
        Principal = { Service = var.event_source.service }
        Action    = "sqs:SendMessage"
        Resource  = each.value
        Condition = {
          ArnEquals    = { "aws:SourceArn" = var.event_source.arn }
          StringEquals = { "aws:SourceAccount" = var.context.account }
        }
      }]
    )
  })
}
