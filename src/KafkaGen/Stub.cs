namespace KafkaGen;
