// What the daemon has to say to the user of the measured program: each thing once, however often it happens. Daemon
// thread.

/** A function that hands a message to `warn` unless it has done so for the same topic. */
export function createWarnOnce(warn: (message: string) => void): (topic: string, message: string) => void {
  const warned = new Set<string>();
  return (topic, message) => {
    if (warned.has(topic)) return;
    warned.add(topic);
    warn(message);
  };
}
