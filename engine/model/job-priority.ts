/** Priorities of jobs are whole numbers of 32 bits with a sign, both ends included. */
export const LOWEST_JOB_PRIORITY = -2_147_483_648;
export const HIGHEST_JOB_PRIORITY = 2_147_483_647;
/** What is expected of one, for messages. */
export const JOB_PRIORITY_RANGE = `a whole number from ${LOWEST_JOB_PRIORITY} to ${HIGHEST_JOB_PRIORITY}`;

export const isJobPriority = (value: number): boolean =>
  Number.isInteger(value) && value >= LOWEST_JOB_PRIORITY && value <= HIGHEST_JOB_PRIORITY;
