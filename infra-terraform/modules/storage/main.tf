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
  arn = "arn:${var.context.partition}:s3:::${var.bucket}"
}

resource "aws_s3_bucket" "videos" {
  bucket        = var.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_ownership_controls" "videos" {
  bucket = aws_s3_bucket.videos.bucket
  rule {
    object_ownership = "BucketOwnerEnforced" # no access lists
  }
}

resource "aws_s3_bucket_public_access_block" "videos" {
  bucket                  = aws_s3_bucket.videos.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "videos" {
  bucket = aws_s3_bucket.videos.bucket
  rule {
    bucket_key_enabled = var.kms_key_arn != null
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_policy" "videos" {
  bucket = aws_s3_bucket.videos.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OnlyByTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.arn, "${local.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "NoOldTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.arn, "${local.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      }
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.videos]
}

resource "aws_s3_bucket_lifecycle_configuration" "videos" {
  bucket = aws_s3_bucket.videos.bucket

  rule {
    id     = "uploads-that-were-not-finished"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  dynamic "rule" {
    # Notes of what came in (sources/) outlive what came in, or it would be taken for new.
    for_each = merge(
      { "jobs" = var.jobs_days, "uploads" = 2 },
      var.incoming_days == null ? {} : { "incoming" = var.incoming_days, "sources" = var.incoming_days + 1 }
    )
    content {
      id     = rule.key
      status = "Enabled"
      filter {
        prefix = "${rule.key}/"
      }
      expiration {
        days = rule.value
      }
    }
  }
}

resource "aws_s3_bucket_cors_configuration" "videos" {
  count  = length(var.cors_origins) > 0 ? 1 : 0
  bucket = aws_s3_bucket.videos.bucket
  cors_rule {
    allowed_methods = ["PUT"]
    allowed_origins = var.cors_origins
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
  }
}

resource "aws_s3_bucket_notification" "videos" {
  bucket      = aws_s3_bucket.videos.bucket
  eventbridge = var.notification == "eventbridge"

  dynamic "queue" {
    for_each = var.notification == "queue" ? [var.ingest_queue_arn] : []
    content {
      id            = "incoming"
      queue_arn     = queue.value
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = "incoming/"
    }
  }
}

resource "aws_cloudwatch_event_rule" "incoming" {
  count       = var.notification == "eventbridge" ? 1 : 0
  name        = var.rule_name
  description = "Videos that come into ${var.bucket}"
  event_pattern = jsonencode({
    source        = ["aws.s3"]
    "detail-type" = ["Object Created"]
    detail = {
      bucket = { name = [var.bucket] }
      object = { key = [{ prefix = "incoming/" }] }
    }
  })
}

resource "aws_cloudwatch_event_target" "ingest" {
  count = var.notification == "eventbridge" ? 1 : 0
  rule  = aws_cloudwatch_event_rule.incoming[0].name
  arn   = var.ingest_queue_arn
}
