// Serves requests one after another. Daemon thread. Handlers are synchronous, but while one of them takes in what
// threads have said, further requests may turn up: they wait here until it is done.

/** Runs tasks in the order given, never one inside another. */
export class RequestQueue {
  readonly #tasks: (() => void)[] = [];
  #running = false;

  /** Runs `task` now, or, if called by a task, after that one. A task must not throw. */
  run(task: () => void): void {
    this.#tasks.push(task);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#tasks.shift(); next; next = this.#tasks.shift()) next();
    } finally {
      this.#running = false;
    }
  }
}
