mock_provider "aws" {}

variables {
  context = { partition = "aws", region = "eu-central-1", account = "123456789012" }
  name    = "vsr"
  bucket  = "videos"
  queue_arns = {
    ingest        = "arn:aws:sqs:eu-central-1:123456789012:vsr-ingest"
    merge         = "arn:aws:sqs:eu-central-1:123456789012:vsr-merge"
    dead          = "arn:aws:sqs:eu-central-1:123456789012:vsr-dead"
    chunks-normal = "arn:aws:sqs:eu-central-1:123456789012:vsr-chunks-normal"
  }
  cluster    = "vsr"
  log_groups = ["/ecs/vsr/worker"]
}

run "each_role_has_its_own" {
  command = plan
  module {
    source = "./modules/access"
  }

  assert {
    condition = jsonencode({ for statement in jsondecode(aws_iam_role_policy.tasks["worker"].policy).Statement : statement.Sid => statement.Resource }) == jsonencode({
      LookIntoTheBucket = ["arn:aws:s3:::videos"]
      ReadObjects       = ["arn:aws:s3:::videos/incoming/*", "arn:aws:s3:::videos/jobs/*"]
      PutObjects        = ["arn:aws:s3:::videos/jobs/*"]
      LookAtQueues      = values(var.queue_arns)
      TakeMessages      = ["arn:aws:sqs:eu-central-1:123456789012:vsr-chunks-normal"]
      SendMessages = [
        "arn:aws:sqs:eu-central-1:123456789012:vsr-chunks-normal",
        "arn:aws:sqs:eu-central-1:123456789012:vsr-merge",
        "arn:aws:sqs:eu-central-1:123456789012:vsr-dead"
      ]
      ProtectItself = ["arn:aws:ecs:eu-central-1:123456789012:task/vsr/*"]
    })
    error_message = "Workers may do more than their work, or less."
  }
  assert {
    condition     = !strcontains(aws_iam_policy.client.policy, "ReceiveMessage") && !strcontains(aws_iam_policy.client.policy, "ecs:") && !strcontains(aws_iam_policy.client.policy, "videos/results/*\",\"Sid\":\"PutObjects")
    error_message = "Whoever submits videos may take work, or put results."
  }
  assert {
    condition = {
      for role, policy in { orchestration = aws_iam_role_policy.tasks["orchestration"].policy, client = aws_iam_policy.client.policy } :
      role => one([for statement in jsondecode(policy).Statement : statement.Resource if statement.Sid == "DeleteObjects"])
      } == {
      orchestration = ["arn:aws:s3:::videos/jobs/*/chunks/*"]
      client        = ["arn:aws:s3:::videos/jobs/*/cancelled", "arn:aws:s3:::videos/jobs/*/failures/*"]
    }
    error_message = "Somebody may delete what he has no reason to, such as results."
  }
  assert {
    condition     = jsondecode(aws_iam_role.tasks["worker"].assume_role_policy).Statement[0].Condition.StringEquals == { "aws:SourceAccount" = "123456789012" }
    error_message = "Tasks of other accounts may take the role."
  }
  assert {
    condition     = length(jsondecode(aws_iam_role_policy.execution.policy).Statement) == 1
    error_message = "Images may be pulled though there are no repositories."
  }
}

run "with_all_that_can_be_asked_for" {
  command = plan
  module {
    source = "./modules/access"
  }
  variables {
    readable_buckets     = ["films"]
    kms_key_arn          = "arn:aws:kms:eu-central-1:123456789012:key/1"
    repository_arns      = ["arn:aws:ecr:eu-central-1:123456789012:repository/vsr4j"]
    permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.tasks["orchestration"].policy, "arn:aws:s3:::films/*") && strcontains(aws_iam_policy.client.policy, var.kms_key_arn)
    error_message = "Other buckets or the key cannot be read."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Action if contains(statement.Resource, "*")] == [["ecr:GetAuthorizationToken"]]
    error_message = "More than a token of ECR is allowed on all resources."
  }
  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.tasks), [aws_iam_role.execution, aws_iam_role.instance]) : role.permissions_boundary == var.permissions_boundary])
    error_message = "A role has no boundary."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/access"
  }
  variables {
    readable_buckets = ["*"]
  }
  expect_failures = [var.readable_buckets]
}
