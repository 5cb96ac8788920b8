mock_provider "aws" {}

variables {
  cluster             = "vsr"
  service             = "worker"
  queues              = ["vsr-chunks-urgent", "vsr-chunks-normal"]
  maximum_tasks       = 8
  seconds_per_message = 40
  target_seconds      = 1800
}

run "from_zero_and_back" {
  command = plan
  module {
    source = "./modules/scaling"
  }

  assert {
    condition     = aws_appautoscaling_target.tasks.min_capacity == 0 && aws_appautoscaling_target.tasks.max_capacity == 8 && aws_appautoscaling_target.tasks.resource_id == "service/vsr/worker"
    error_message = "Another service is scaled, or between other bounds."
  }
  assert {
    condition     = one(aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration).target_value == 45
    error_message = "45 chunks of 40 s take a task 1800 s."
  }
  assert {
    condition = [
      for metric in one(one(aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration).customized_metric_specification).metrics :
      metric.expression if metric.return_data
    ] == ["(FILL(n0,0)+FILL(n1,0)+FILL(v0,0)+FILL(v1,0))/IF(FILL(tasks,0)<1,1,FILL(tasks,0))"]
    error_message = "The backlog of a task is computed otherwise."
  }
  assert {
    condition     = length(one(one(aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration).customized_metric_specification).metrics) <= 10
    error_message = "A policy takes no more than 10 metrics."
  }
  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.steps["wake"].metric_query : query.expression if query.return_data == true] == ["IF(FILL(tasks,0)<1,FILL(v0,0)+FILL(v1,0),0)"] && aws_cloudwatch_metric_alarm.steps["wake"].evaluation_periods == 1
    error_message = "The first message does not wake the first task."
  }
  assert {
    condition = (
      one(aws_appautoscaling_policy.steps["wake"].step_scaling_policy_configuration).adjustment_type == "ChangeInCapacity" &&
      one(one(aws_appautoscaling_policy.steps["wake"].step_scaling_policy_configuration).step_adjustment).scaling_adjustment == 1
    )
    error_message = "Waking takes tasks away that another policy has asked for."
  }
  assert {
    condition = (
      one(aws_appautoscaling_policy.steps["idle"].step_scaling_policy_configuration).adjustment_type == "ExactCapacity" &&
      one(one(aws_appautoscaling_policy.steps["idle"].step_scaling_policy_configuration).step_adjustment).scaling_adjustment == 0 &&
      aws_cloudwatch_metric_alarm.steps["idle"].evaluation_periods == 5
    )
    error_message = "Idle tasks stay."
  }
}

run "with_tasks_that_always_run" {
  command = plan
  module {
    source = "./modules/scaling"
  }
  variables {
    minimum_tasks       = 2
    seconds_per_message = 7200
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.steps) == ["idle"] && one(one(aws_appautoscaling_policy.steps["idle"].step_scaling_policy_configuration).step_adjustment).scaling_adjustment == 2
    error_message = "Something wakes tasks that run, or idleness takes them too."
  }
  assert {
    condition     = one(aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration).target_value == 1
    error_message = "A task cannot have less than one message."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/scaling"
  }
  variables {
    queues              = []
    minimum_tasks       = -1
    seconds_per_message = 0
    target_seconds      = 0
    idle_minutes        = 0
  }
  expect_failures = [var.queues, var.minimum_tasks, var.seconds_per_message, var.target_seconds, var.idle_minutes]
}

run "less_at_most_than_at_least" {
  command = plan
  module {
    source = "./modules/scaling"
  }
  variables {
    minimum_tasks = 9
  }
  expect_failures = [var.maximum_tasks]
}
