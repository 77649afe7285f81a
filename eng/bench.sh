source eng/package-feed.sh
source eng/static-librdkafka.sh
source eng/kafka-node.sh

main() {
  if [[ ${1:-} == deploy ]]; then
    shift
    bench_deploy "$@"
  elif [[ ${1:-} == compiler ]]; then
    shift
    run_project benchmarks/KafkaGen.CompilerBenchmarks "$@"
  else
    run_project benchmarks/KafkaGen.Benchmarks "$@"
  fi
}

# One program, published in several ways from the packages, started again and again: on an embedded Kafka in another process, and on a real one.
bench_deploy() {
  local folder=artifacts/deploy native program=benchmarks/Deployment.KafkaGen
  choose_aot_framework
  pack_feed
  publish_from_packages "$program" deploy/jit --no-self-contained
  publish_from_packages "$program" deploy/ready-to-run --no-self-contained -p:PublishReadyToRun=true
  publish_from_packages "$program" deploy/aot -p:PublishAot=true
  if native=$(static_librdkafka); then
    publish_from_packages "$program" deploy/aot-static -p:PublishAot=true -p:KafkaGenStaticLibrdkafka=true -p:KafkaGenLibrdkafkaFolder="$native"
  fi
  publish_from_packages benchmarks/Deployment.Confluent deploy/confluent --no-self-contained

  say "on an embedded Kafka in another process:"
  run_project benchmarks/KafkaGen.Benchmarks deploy "$folder" --rounds 15 "$@"
  if start_kafka; then
    say "on a real Kafka of one node:"
    run_project benchmarks/KafkaGen.Benchmarks deploy "$folder" --rounds 15 --bootstrap 127.0.0.1:39092
    kill "$kafka_process"
  fi
}
