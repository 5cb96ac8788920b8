locals {
  metric_of_queues = {
    "Messages that wait"             = "ApproximateNumberOfMessagesVisible"
    "Messages that are worked on"    = "ApproximateNumberOfMessagesNotVisible"
    "Age of the oldest message in s" = "ApproximateAgeOfOldestMessage"
  }
  widgets = concat(
    [for title, metric in local.metric_of_queues : {
      title   = title
      metrics = [for queue, name in var.queues : ["AWS/SQS", metric, "QueueName", name, { label = queue }]]
    }],
    [
      {
        title = "Tasks: told to run, running"
        metrics = flatten([for service in var.services : [for metric in ["DesiredTaskCount", "RunningTaskCount"] :
          { row = ["ECS/ContainerInsights", metric, "ClusterName", var.name, "ServiceName", service] }
        ]])[*].row
      },
      {
        title   = "GPU instances"
        metrics = [["AWS/AutoScaling", "GroupInServiceInstances", "AutoScalingGroupName", var.autoscaling_group]]
      },
      {
        title   = "Steps of jobs that were given up"
        metrics = [[local.namespace, "FailedSteps", { stat = "Sum" }]]
      }
    ]
  )
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for index, widget in local.widgets : {
      type   = "metric"
      x      = index % 3 * 8
      y      = floor(index / 3) * 6
      width  = 8
      height = 6
      properties = {
        title   = widget.title
        region  = var.region
        stat    = "Maximum"
        period  = 60
        view    = "timeSeries"
        metrics = widget.metrics
      }
    }]
  })
}
