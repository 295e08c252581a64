/** Gives out ids of new process instances and deployments: UUIDs that sort by time (version 7), unique over all nodes. */
export interface IdSource {
  next(): string;
}
