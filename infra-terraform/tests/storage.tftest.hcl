mock_provider "aws" {}

variables {
  context          = { partition = "aws", region = "eu-central-1", account = "123456789012" }
  bucket           = "videos"
  rule_name        = "vsr-incoming"
  ingest_queue_arn = "arn:aws:sqs:eu-central-1:123456789012:vsr-ingest"
}

run "closed_and_encrypted" {
  command = plan
  module {
    source = "./modules/storage"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.videos.block_public_acls,
      aws_s3_bucket_public_access_block.videos.block_public_policy,
      aws_s3_bucket_public_access_block.videos.ignore_public_acls,
      aws_s3_bucket_public_access_block.videos.restrict_public_buckets
    ])
    error_message = "The bucket is open to the public."
  }
  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.videos.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "The bucket is not encrypted."
  }
  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.videos.policy).Statement : statement.Effect] == ["Deny", "Deny"]
    error_message = "The bucket's policy allows something."
  }
  assert {
    condition     = one(aws_s3_bucket_notification.videos.queue).filter_prefix == "incoming/" && length(aws_cloudwatch_event_rule.incoming) == 0
    error_message = "The queue is not told of what comes in, by S3 itself and nothing else."
  }
  assert {
    condition     = { for rule in aws_s3_bucket_lifecycle_configuration.videos.rule : rule.id => try(rule.expiration[0].days, 0) } == { "uploads-that-were-not-finished" = 0, jobs = 30, uploads = 2 }
    error_message = "Something is deleted that should not be, or the other way round."
  }
  assert {
    condition     = !aws_s3_bucket.videos.force_destroy && length(aws_s3_bucket_cors_configuration.videos) == 0
    error_message = "Videos may be destroyed, or pages upload, though nobody said so."
  }
}

run "by_eventbridge_with_a_key" {
  command = plan
  module {
    source = "./modules/storage"
  }
  variables {
    notification  = "eventbridge"
    kms_key_arn   = "arn:aws:kms:eu-central-1:123456789012:key/1"
    incoming_days = 60
    cors_origins  = ["https://videos.example.org"]
  }

  assert {
    condition     = aws_s3_bucket_notification.videos.eventbridge && length(aws_s3_bucket_notification.videos.queue) == 0 && aws_cloudwatch_event_target.ingest[0].arn == var.ingest_queue_arn
    error_message = "The queue is not told by EventBridge alone."
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.incoming[0].event_pattern).detail == { bucket = { name = ["videos"] }, object = { key = [{ prefix = "incoming/" }] } }
    error_message = "The rule hears of other objects too."
  }
  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.videos.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn
    error_message = "The key is not used."
  }
  assert {
    condition     = { for rule in aws_s3_bucket_lifecycle_configuration.videos.rule : rule.id => try(rule.expiration[0].days, 0) }["sources"] > 60
    error_message = "Notes of videos are deleted before the videos."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/storage"
  }
  variables {
    bucket        = "Videos_"
    jobs_days     = 7
    incoming_days = 1
    cors_origins  = ["*"]
    notification  = "sns"
  }
  expect_failures = [var.bucket, var.jobs_days, var.incoming_days, var.cors_origins, var.notification]
}
