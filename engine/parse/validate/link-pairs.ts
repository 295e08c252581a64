import type { FlowNode, FlowNodeOf } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

type LinkEvent = FlowNodeOf<'intermediateCatchEvent' | 'intermediateThrowEvent'>;

const linkName = (node: LinkEvent): string | null => {
  const link = node.definitions.find((definition) => definition.kind === 'link');
  return link?.kind === 'link' ? link.linkName : null;
};

const isLink = (node: FlowNode): node is LinkEvent =>
  (node.kind === 'intermediateCatchEvent' || node.kind === 'intermediateThrowEvent') && linkName(node) !== null;

/** BPMN 2.0.2, 10.5.1: link events of one scope pair up by name: any number of sources, one target. */
export const linkPairs: Rule = {
  id: 'link-pairs',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.4',
  statement: 'Link events of one scope pair up by name, any number of sources with one target.',
  check: (context) => {
    const links = context.nodes.flatMap(({ node, definition }) =>
      isLink(node) ? [{ node, key: `${definition.processId}/${node.scopeId}/${linkName(node) ?? ''}` }] : [],
    );
    return links.flatMap(({ node, key }) => {
      const complain = (expected: string, found: string, mend: string) => [about(context, 'link-pairs', node, { expected, found, mend })];
      if (linkName(node) === '')
        return complain(`link event ${labelOf(node)} with a name`, 'none', 'Give source and target of the link the same name.');
      const others = links.filter((other) => other.key === key && other.node.kind !== node.kind);
      const same = links.filter((other) => other.key === key && other.node.kind === node.kind);
      if (node.kind === 'intermediateThrowEvent') {
        if (node.outgoing.length > 0)
          return complain(
            `link source ${labelOf(node)} without outgoing flow`,
            node.outgoing.join(', '),
            'Remove the flow: the token goes on at the target of the link.',
          );
        return others.length === 0
          ? complain(
              `a link target with the name "${linkName(node) ?? ''}" in the same scope`,
              'none',
              'Add an intermediate catch event with this link name.',
            )
          : [];
      }
      if (node.incoming.length > 0)
        return complain(
          `link target ${labelOf(node)} without incoming flow`,
          node.incoming.join(', '),
          'Remove the flow: tokens come from the sources of the link.',
        );
      if (others.length === 0)
        return complain(
          `a link source with the name "${linkName(node) ?? ''}" in the same scope`,
          'none',
          'Add an intermediate throw event with this link name.',
        );
      return same[0]?.node !== node
        ? complain(`one link target with the name "${linkName(node) ?? ''}"`, String(same.length), 'Rename one of the targets.')
        : [];
    });
  },
};
