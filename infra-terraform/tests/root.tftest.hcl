mock_provider "aws" {
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
}

variables {
  bucket              = "videos"
  image               = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/vsr/cuda@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  orchestration_image = "registry.example.org:5000/vsr:1"
  queues              = ["urgent", "normal"]
  defaults            = { chunk-frames = "32" }
  weights             = { adcvsr = "s3://models/adcvsr", compact = "/models/compact" }
  weights_hashes      = { adcvsr = "0000000000000000000000000000000000000000000000000000000000000000" }
  network             = { zones = ["eu-central-1a"] }
  scaling             = { seconds_per_chunk = 60 }
}

run "parts_know_of_each_other" {
  command = plan

  assert {
    condition = jsonencode(local.environment) == jsonencode({
      VSR_BUCKET                = "videos"
      VSR_REGION                = "eu-central-1"
      VSR_QUEUE_PREFIX          = "vsr-"
      VSR_QUEUES                = "urgent,normal"
      VSR_MOST_RECEIVES         = "10"
      VSR_VISIBILITY            = "60"
      VSR_DEFAULTS_CHUNK_FRAMES = "32"
      VSR_WEIGHTS_ADCVSR        = "s3://models/adcvsr"
      VSR_WEIGHTS_COMPACT       = "/models/compact"
      VSR_WEIGHTS_HASH_ADCVSR   = "0000000000000000000000000000000000000000000000000000000000000000"
    })
    error_message = "Processes are told something else."
  }
  assert {
    condition     = local.repository_arns == tolist(["arn:aws:ecr:eu-central-1:123456789012:repository/vsr/cuda"]) && tolist(local.weights_buckets) == tolist(["models"])
    error_message = "Tasks may pull or read something else."
  }
  assert {
    condition     = output.queue_prefix == "vsr-" && output.queues == tolist(["urgent", "normal"]) && output.bucket == "videos" && output.region == "eu-central-1"
    error_message = "The command line is told something else."
  }
}

run "wrong_values" {
  command = plan
  variables {
    name                = "VSR"
    image               = "vsr4j:latest"
    orchestration_image = "vsr4j"
    defaults            = { "Chunk Frames" = "32" }
    weights             = { adcvsr = "S3://models" }
    weights_hashes      = { adcvsr = "0" }
    environment         = { VSR_SECRET_KEY = "x" }
    kms_key_arn         = "alias/videos"
    log_days            = 31
  }
  expect_failures = [var.name, var.image, var.orchestration_image, var.defaults, var.weights, var.weights_hashes, var.environment, var.kms_key_arn, var.log_days]
}
