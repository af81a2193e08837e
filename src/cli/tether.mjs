/**
 * Loaded into the processes that `run-child.mjs` starts: ends them when their starter is gone
 * without having been able to say so (SIGKILL, closed terminal).
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The listener above would keep the process alive for nothing else.
  process.channel.unref();
}
