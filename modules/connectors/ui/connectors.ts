import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../designer/kit/index.ts';
import type { PageOf } from '../../../designer/kit/index.ts';

/** What a webhook does with a call. */
export interface WebhookSettings {
  readonly name: string;
  readonly isActive: boolean;
  readonly target: 'process' | 'message';
  readonly targetName: string;
  readonly correlationKey: string | null;
  readonly variables: string;
  readonly proof: 'signature' | 'token';
}

export interface Webhook extends WebhookSettings {
  readonly id: string;
  readonly lastReceivedAt: string | null;
  readonly lastOutcome: string | null;
}

/** What became of a call. */
export interface Delivery {
  readonly id: string;
  readonly deliveryId: string | null;
  readonly receivedAt: string;
  readonly outcome: string;
  readonly message: string | null;
  readonly processInstanceId: string | null;
  readonly bodyBytes: number;
}

export interface OutgoingSettings {
  readonly httpAllow: readonly string[];
  /** Names only; null without a folder of secrets. */
  readonly secrets: readonly string[] | null;
}

/** What the webhook's expressions make of a sample. */
export interface MappedCall {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly correlationKey: string | null;
}

/** A mail that a process has sent or is about to send. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: 'pending' | 'sent' | 'kept' | 'failed';
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly lastError: string | null;
  readonly processInstanceId: string | null;
}

export interface MailDetail extends Mail {
  readonly body: string;
  readonly attachments: readonly string[];
}

const key = ['connectors'] as const;
const addressOf = (id: string): `/${string}` => `/connectors/webhooks/${encodeURIComponent(id)}`;

/** Where others call a webhook. */
export function hookUrl(id: string): string {
  return `${window.location.origin}/hooks/${id}`;
}

export function useWebhooks() {
  return useQuery({ queryKey: [...key, 'webhooks'], queryFn: async () => (await api.get<PageOf<Webhook>>('/connectors/webhooks')).items });
}

export function useDeliveries(id: string) {
  return useQuery({
    queryKey: [...key, 'deliveries', id],
    queryFn: async () => (await api.get<PageOf<Delivery>>(`${addressOf(id)}/deliveries`)).items,
  });
}

export function useOutgoingSettings() {
  return useQuery({ queryKey: [...key, 'settings'], queryFn: () => api.get<OutgoingSettings>('/connectors/settings') });
}

/** Makes a webhook (`id` null) or changes one; the secret of a new one is in the answer, this once. */
export function useSaveWebhook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, settings }: { readonly id: string | null; readonly settings: WebhookSettings }) => {
      if (id === null) return api.post<{ readonly id: string; readonly secret: string }>('/connectors/webhooks', settings);
      await api.put(addressOf(id), settings);
      return null;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

export function useRenewSecret() {
  return useMutation({
    mutationFn: async (id: string) => (await api.post<{ readonly secret: string }>(`${addressOf(id)}/secret`, {})).secret,
  });
}

export function useRemoveWebhook() {
  const queryClient = useQueryClient();
  return async (id: string): Promise<void> => {
    await api.delete(addressOf(id));
    await queryClient.invalidateQueries({ queryKey: key });
  };
}

/** Asks the server what the expressions make of a sample body. */
export function useTryMapping() {
  return useMutation({
    mutationFn: ({ settings, body }: { readonly settings: WebhookSettings; readonly body: unknown }) => {
      const { target, correlationKey, variables } = settings;
      return api.post<MappedCall>('/connectors/webhooks/try', { target, correlationKey, variables, body });
    },
  });
}

/** Sends one request as a diagram would. */
export function useTryRequest() {
  return useMutation({ mutationFn: (request: object) => api.post<Readonly<Record<string, unknown>>>('/connectors/requests/try', request) });
}

/** Mails, newest first, a page at a time. */
export function useMails() {
  return useInfiniteQuery({
    queryKey: [...key, 'mails'],
    queryFn: ({ pageParam }) => api.get<PageOf<Mail>>(`/connectors/mail${pageParam === null ? '' : `?before=${pageParam}`}`),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useMail(id: string) {
  return useQuery({ queryKey: [...key, 'mail', id], queryFn: () => api.get<MailDetail>(`/connectors/mail/${id}`) });
}

/** Puts a mail that was kept or has failed into the outbox again. */
export function useSendAgain() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post(`/connectors/mail/${id}/send`, {}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}
