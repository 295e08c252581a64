import type { Operation } from '../../engine/port/module-contract.ts';

/** What every operation of a test is called and says of itself. */
export const titled = (
  topic: string,
): Pick<Operation, 'topic' | 'title' | 'description' | 'icon' | 'transactional'> & { readonly errors: [] } => ({
  topic,
  title: { en: topic },
  description: { en: topic },
  icon: 'box',
  errors: [],
  transactional: true,
});

/** Ends runs that wait to be let go, also those that begin meanwhile, until `work` is done. */
export async function lettingGo<Result>(running: (() => void)[], work: Promise<Result>): Promise<Result> {
  const timer = setInterval(() => {
    for (const end of running.splice(0)) end();
  }, 5);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
