output "bucket" {
  description = "Name of the bucket, when it tells the queue of what comes in."
  value       = aws_s3_bucket.videos.bucket
  depends_on  = [aws_s3_bucket_notification.videos, aws_cloudwatch_event_target.ingest]
}
