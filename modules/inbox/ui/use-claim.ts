import { notifications } from '@mantine/notifications';
import { ApiError, hasCode, useErrorText, useTaskAction, useText } from '../../../designer/kit/index.ts';
import type { Task, TaskAction } from '../../../designer/kit/index.ts';

/** Takes, gives back or assigns a task, and says what came of it: of two people who take a task at once, one is told who has it. */
export function useClaim(task: Pick<Task, 'id' | 'name'>): {
  readonly busy: boolean;
  readonly take: () => void;
  readonly giveBack: () => void;
  readonly assign: (userId: string | null) => void;
} {
  const { t } = useText('inbox');
  const action = useTaskAction(task.id);
  const errorText = useErrorText();
  const act = (wanted: TaskAction) =>
    action.mutate(wanted, {
      onError: (error) => {
        const holder = hasCode(error, 'TASK_ALREADY_CLAIMED') ? holderOf(error) : null;
        notifications.show({
          color: 'orange',
          title: t('claimFailed', { name: task.name }),
          message: holder === null ? errorText(error) : t('alreadyClaimed', { name: holder }),
        });
      },
    });
  return {
    busy: action.isPending,
    take: () => act({ kind: 'claim' }),
    giveBack: () => act({ kind: 'unclaim' }),
    assign: (userId) => act({ kind: 'assign', userId }),
  };
}

function holderOf(error: ApiError): string | null {
  const holder = error.problem.members['assignee'];
  return typeof holder === 'object' && holder !== null && 'name' in holder && typeof holder.name === 'string' ? holder.name : null;
}
