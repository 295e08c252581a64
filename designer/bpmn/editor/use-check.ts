import { useEffect, useState } from 'react';
import type { Finding } from '../../kit/index.ts';
import type { OperationInfo, Resource } from '../api.ts';
import { checkFiles } from './check.ts';
import type { CheckState } from './problems-panel.tsx';

/** What the last finished check was about and what it found; null before the first one. */
interface Checked {
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
  readonly failed: boolean;
}

/** Checks the files of a draft again whenever they change; findings of an overtaken check are dropped. */
export function useCheck(resources: readonly Resource[], operations: readonly OperationInfo[] | undefined): CheckState {
  const [checked, setChecked] = useState<Checked | null>(null);
  useEffect(() => {
    if (operations === undefined) return;
    let current = true;
    checkFiles(resources, operations).then(
      (findings) => {
        if (current) setChecked({ resources, findings, failed: false });
      },
      () => {
        if (current) setChecked((before) => ({ resources, findings: before?.findings ?? [], failed: true }));
      },
    );
    return () => {
      current = false;
    };
  }, [resources, operations]);
  return { findings: checked?.findings ?? none, running: checked?.resources !== resources, failed: checked?.failed ?? false };
}

const none: readonly Finding[] = [];
