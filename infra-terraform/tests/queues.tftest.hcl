mock_provider "aws" {}

variables {
  context      = { partition = "aws", region = "eu-central-1", account = "123456789012" }
  prefix       = "vsr-"
  chunk_queues = ["urgent", "normal"]
  event_source = { service = "s3.amazonaws.com", arn = "arn:aws:s3:::videos" }
}

run "as_the_service_expects_them" {
  command = plan
  module {
    source = "./modules/queues"
  }

  assert {
    condition     = toset([for queue in aws_sqs_queue.work : queue.name]) == toset(["vsr-ingest", "vsr-merge", "vsr-chunks-urgent", "vsr-chunks-normal"]) && aws_sqs_queue.dead.name == "vsr-dead"
    error_message = "The service looks for other queues."
  }
  assert {
    condition = alltrue([for queue in aws_sqs_queue.work : jsondecode(queue.redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:eu-central-1:123456789012:vsr-dead", maxReceiveCount = 11
    }])
    error_message = "The server gives messages up before the service does."
  }
  assert {
    condition     = length(jsondecode(aws_sqs_queue_redrive_allow_policy.dead.redrive_allow_policy).sourceQueueArns) == 4
    error_message = "Others may send to the queue of the dead."
  }
  assert {
    condition     = alltrue([for queue in concat([aws_sqs_queue.dead], values(aws_sqs_queue.work)) : queue.sqs_managed_sse_enabled])
    error_message = "A queue is not encrypted."
  }
  assert {
    condition     = alltrue([for policy in aws_sqs_queue_policy.queues : jsondecode(policy.policy).Statement[0].Condition == { Bool = { "aws:SecureTransport" = "false" } }])
    error_message = "A queue is reached without TLS."
  }
  assert {
    condition     = [for queue, policy in aws_sqs_queue_policy.queues : queue if length(jsondecode(policy.policy).Statement) > 1] == ["ingest"]
    error_message = "Another queue than ingest lets somebody in."
  }
  assert {
    condition = jsondecode(aws_sqs_queue_policy.queues["ingest"].policy).Statement[1].Condition == {
      ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::videos" }
      StringEquals = { "aws:SourceAccount" = "123456789012" }
    }
    error_message = "Events of other buckets or accounts come in."
  }
}

run "with_a_key" {
  command = plan
  module {
    source = "./modules/queues"
  }
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
  }
  assert {
    condition     = alltrue([for queue in concat([aws_sqs_queue.dead], values(aws_sqs_queue.work)) : queue.kms_master_key_id == var.kms_key_arn])
    error_message = "The key is not used."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/queues"
  }
  variables {
    prefix             = "vsr *"
    chunk_queues       = ["Normal", "normal", "normal"]
    most_receives      = 1
    visibility_seconds = 0
    event_source       = { service = "*", arn = "*" }
  }
  expect_failures = [var.prefix, var.chunk_queues, var.most_receives, var.visibility_seconds, var.event_source]
}

run "too_many_queues" {
  command = plan
  module {
    source = "./modules/queues"
  }
  variables {
    chunk_queues = ["a", "b", "c", "d", "e"]
  }
  expect_failures = [var.chunk_queues]
}
