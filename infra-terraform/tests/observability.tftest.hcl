mock_provider "aws" {}

variables {
  name              = "vsr"
  region            = "eu-central-1"
  queues            = { ingest = "vsr-ingest", merge = "vsr-merge", dead = "vsr-dead", chunks-normal = "vsr-chunks-normal" }
  services          = ["worker", "orchestration"]
  log_groups        = { worker = "/ecs/vsr/worker" }
  autoscaling_group = "vsr-gpu"
  alarm_actions     = ["arn:aws:sns:eu-central-1:123456789012:oncall"]
}

run "alarms" {
  command = plan
  module {
    source = "./modules/observability"
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.age) == ["chunks-normal", "ingest", "merge"]
    error_message = "Somebody waits and nobody hears of it, or for the dead."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.dead.dimensions == tomap({ QueueName = "vsr-dead" }) && aws_cloudwatch_metric_alarm.dead.threshold == 0
    error_message = "Dead letters are not heard of."
  }
  assert {
    condition     = one(aws_cloudwatch_log_metric_filter.failed["worker"].metric_transformation).name == aws_cloudwatch_metric_alarm.failed.metric_name
    error_message = "Failed jobs are counted under another name."
  }
  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.idle.metric_query : query.expression if query.return_data == true] == ["IF(FILL(n_chunks_normal,0)<1,FILL(instances,0),0)"]
    error_message = "Idle GPUs are not heard of."
  }
  assert {
    condition     = length(aws_cloudwatch_metric_alarm.cost) + length(aws_budgets_budget.month) == 0
    error_message = "Somebody is told of cost though nobody said how much."
  }
  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets) == 6
    error_message = "The dashboard lacks something."
  }
  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.age), [aws_cloudwatch_metric_alarm.dead, aws_cloudwatch_metric_alarm.failed, aws_cloudwatch_metric_alarm.idle]) : alarm.alarm_actions == toset(var.alarm_actions)])
    error_message = "An alarm calls nobody."
  }
}

run "cost" {
  command = plan
  module {
    source = "./modules/observability"
  }
  variables {
    cost   = { most_per_hour = 10, price_per_instance_hour = 1.25 }
    budget = { usd_per_month = 500, emails = ["ops@example.org"] }
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.cost[0].metric_query : query.expression if query.return_data == true] == ["instances*1.25"] && aws_cloudwatch_metric_alarm.cost[0].threshold == 10
    error_message = "The cost of instances is computed otherwise."
  }
  assert {
    condition     = length(aws_budgets_budget.month[0].notification) == 2
    error_message = "Nobody is told of the budget."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/observability"
  }
  variables {
    queues                 = { ingest = "vsr-ingest" }
    alarm_actions          = ["oncall"]
    oldest_message_seconds = 1
    idle_minutes           = 1
    cost                   = { most_per_hour = 0, price_per_instance_hour = 1 }
    budget                 = { usd_per_month = 10, emails = [] }
  }
  expect_failures = [var.alarm_actions, var.oldest_message_seconds, var.idle_minutes, var.cost, var.budget, var.queues]
}
