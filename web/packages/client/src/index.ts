export type { MessageGroupPage } from './api/get-message-groups.ts';
export { type MessageRange, pageSize } from './api/get-messages.ts';
export type { Sync } from './api/get-sync.ts';
export { createMessagingApi, type MessagingApi } from './api/messaging-api.ts';
export { ApiProblem, hasCode, isUnknownOutcome, NetworkFailure, parseProblem, parseRetryAfter } from './api-problem.ts';
export { backoff } from './backoff.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export {
  type ConnectOptions,
  type CruddurClient,
  connect,
  type EventOptions,
  type Events,
  type Me,
} from './connect.ts';
export { EventStream, type EventStreamServices } from './events/event-stream.ts';
export type { LiveEvent } from './events/live-event.ts';
export { type ServerSentEvent, SseParser } from './events/sse-parser.ts';
export { alwaysOnline, type Network, type StreamState } from './events/stream-state.ts';
export { type Checkpoint, isBeyond } from './events/told.ts';
export { findSent } from './find-sent.ts';
export {
  type Answer,
  type Calls,
  type Fetch,
  Http,
  type HttpOptions,
  parseNext,
  type Received,
  type Token,
} from './http.ts';
export { MessageSequence } from './message-sequence.ts';
export {
  type Correspondent,
  type Message,
  type MessageGroup,
  needsDecision,
  type OpenedMessageGroup,
  type PendingMessage,
  type ReadMark,
} from './model.ts';
export { Observable } from './observable.ts';
export { IndexedDbOutboxStorage } from './outbox/indexed-db-outbox-storage.ts';
export { browserLocks, type Locks, MemoryLocks } from './outbox/locks.ts';
export { Outbox } from './outbox/outbox.ts';
export type { SendingLog } from './outbox/outbox-services.ts';
export { MemoryOutboxStorage, type OutboxStorage } from './outbox/outbox-storage.ts';
export type { Pending } from './outbox/pending-queues.ts';
export { ReadMarks } from './read-marks.ts';
export { NotSent } from './sending.ts';
export { TypingNotices } from './typing-notices.ts';
export { newUuid } from './uuid.ts';
