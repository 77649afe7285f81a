# One node of a real Kafka on loopback, from KAFKA_HOME or ../shared/kafka, until this script ends.
start_kafka() {
  local home=${KAFKA_HOME:-../shared/kafka} waited
  [[ -x $home/bin/kafka-server-start.sh ]] && command -v java >/dev/null || return 1
  home=$(cd "$home" && pwd)
  kafka_folder=$(mktemp -d)
  cat >"$kafka_folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:39093
listeners=PLAINTEXT://127.0.0.1:39092,CONTROLLER://127.0.0.1:39093
controller.listener.names=CONTROLLER
log.dirs=$kafka_folder/data
num.partitions=6
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
  "$home/bin/kafka-storage.sh" format -t "$("$home/bin/kafka-storage.sh" random-uuid)" -c "$kafka_folder/server.properties" >/dev/null
  "$home/bin/kafka-server-start.sh" "$kafka_folder/server.properties" >"$kafka_folder/log" 2>&1 &
  kafka_process=$!
  trap 'kill "$kafka_process" 2>/dev/null; wait "$kafka_process" 2>/dev/null; rm -rf "$kafka_folder"' EXIT
  for ((waited = 0; waited < 120; waited++)); do
    if grep -q 'Kafka Server started' "$kafka_folder/log"; then return 0; fi
    kill -0 "$kafka_process" 2>/dev/null || break
    sleep 0.5
  done
  say "the real Kafka did not start."
  return 1
}
