import { useEffect, useState } from 'react';
import type { OperationInfo, Resource } from '../api.ts';
import { checkFiles } from './check.ts';
import type { CheckState } from './problems-panel.tsx';

/** Checks the files of a draft again whenever they change; findings of an overtaken check are dropped. */
export function useCheck(resources: readonly Resource[], operations: readonly OperationInfo[] | undefined): CheckState {
  const [state, setState] = useState<CheckState>({ findings: [], running: true, failed: false });
  useEffect(() => {
    if (operations === undefined) return;
    let current = true;
    setState((before) => ({ ...before, running: true }));
    checkFiles(resources, operations).then(
      (findings) => {
        if (current) setState({ findings, running: false, failed: false });
      },
      () => {
        if (current) setState((before) => ({ ...before, running: false, failed: true }));
      },
    );
    return () => {
      current = false;
    };
  }, [resources, operations]);
  return state;
}
