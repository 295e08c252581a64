import { Group, Text } from '@mantine/core';
import { PlainLink } from '../kit/navigation/link.tsx';

/** The mark of the product: a flow that branches. */
export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="8" cy="16" r="3" />
        <path d="M11 16h4l5-6h2M15 16l5 6h2" />
      </g>
      <circle cx="24.5" cy="10" r="2.6" fill="#fff" />
      <circle cx="24.5" cy="22" r="2.6" fill="#fff" />
    </svg>
  );
}

/** The product's name, leading home. */
export function Brand() {
  return (
    <PlainLink href="/inbox" style={{ textDecoration: 'none', color: 'inherit' }} aria-label="Lanework">
      <Group gap={8} wrap="nowrap">
        <Mark />
        <Text fw={700} size="lg" visibleFrom="xs">
          Lanework
        </Text>
      </Group>
    </PlainLink>
  );
}
