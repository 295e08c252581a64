import { Anchor } from '@mantine/core';
import type { AnchorProps } from '@mantine/core';
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import { useGo } from './address.ts';

/** Follows a link inside the application without loading the page anew; with a modifier key the browser does as it always does. */
export function useLinkClick(href: string): (event: MouseEvent<HTMLElement>) => void {
  const go = useGo();
  return (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
}

/** A bare link of the application, to give to components that take `component={PlainLink}`. */
export function PlainLink({ href, onClick, children, ...rest }: ComponentPropsWithRef<'a'> & { readonly href: string }) {
  const follow = useLinkClick(href);
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    follow(event);
  };
  return (
    <a {...rest} href={href} onClick={click}>
      {children}
    </a>
  );
}

/** A link inside the application. */
export function AppLink({ href, children, ...rest }: AnchorProps & { readonly href: string; readonly children: ReactNode }) {
  return (
    <Anchor component={PlainLink} href={href} {...rest}>
      {children}
    </Anchor>
  );
}
