import type { CallActivity } from './flow-node.ts';

/** Which version a call activity means, for messages: `latest version`, `version 3`, `version tag "v2"`. */
export function bindingText(binding: CallActivity['binding']): string {
  switch (binding.kind) {
    case 'latest':
      return 'latest version';
    case 'deployment':
      return 'version of the same deployment';
    case 'versionTag':
      return `version tag "${binding.tag}"`;
    case 'version':
      return `version ${binding.version}`;
  }
}
