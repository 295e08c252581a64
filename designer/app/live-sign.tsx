import { Indicator, Tooltip } from '@mantine/core';
import { useIsLive } from '../kit/api/events.ts';
import { useText } from '../kit/i18n/use-text.ts';

/** Says whether what is on screen updates itself. */
export function LiveSign() {
  const { t } = useText();
  const live = useIsLive();
  const text = live ? t('shell.live') : t('shell.notLive');
  return (
    <Tooltip label={text}>
      <Indicator
        inline
        processing={!live}
        color={live ? 'green' : 'yellow'}
        size={9}
        position="middle-center"
        role="status"
        aria-label={text}
        mx={8}
      >
        <span style={{ display: 'inline-block', width: 10, height: 10 }} />
      </Indicator>
    </Tooltip>
  );
}
