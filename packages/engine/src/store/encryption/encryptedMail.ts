/**
 * The ports of messages and deliveries, with encrypted payloads. What a message is given to and what it starts keep its
 * payload as it stands in the store: so a payload is bound to the id of its message, and not to its row.
 */
import { Effect } from "effect"
import type { DeliveryRow, MessageRow, NewDelivery, NewMessage, NewSignal } from "../Rows.ts"
import type { Page, Store } from "../Store.ts"
import { type Envelope, withCodec } from "./Envelope.ts"
import { readable } from "./readable.ts"

type Mail = Pick<Store["Service"], "messages" | "deliveries">

/** What a store adds, and what is left unknown until then, does not count. */
type Delivered = Pick<NewDelivery, "kind" | "source" | "ref" | "process" | "payload">

const mailPlace = (id: string): string => `mail/${id}`
const kindsOfMail: ReadonlySet<string> = new Set(["message", "signal", "start"])
const placeOf = ({ kind, source, ref, process }: Delivered): string =>
  kindsOfMail.has(kind) ? mailPlace(source) : `delivery/${kind}/${process}/${ref}/${source}`

export const sealMessage = async <Message extends NewMessage>({ seal }: Envelope, message: Message): Promise<Message> => ({
  ...message,
  payload: await seal(message.payload, mailPlace(message.messageId)),
})

export const sealSignal = async ({ seal }: Envelope, signal: NewSignal): Promise<NewSignal> => ({
  ...signal,
  payload: await seal(signal.payload, mailPlace(signal.signalId)),
})

export const sealDelivery = async <Delivery extends NewDelivery>({ seal }: Envelope, delivery: Delivery): Promise<Delivery> => ({
  ...delivery,
  payload: await seal(delivery.payload, placeOf(delivery)),
})

const openMessage = async ({ open }: Envelope, row: MessageRow): Promise<MessageRow> => ({
  ...row,
  payload: await open(row.payload, mailPlace(row.messageId)),
})

const openDelivery = async ({ open }: Envelope, row: DeliveryRow): Promise<DeliveryRow> => ({
  ...row,
  payload: await open(row.payload, placeOf(row)),
})

export const encryptedMail = ({ messages, deliveries }: Mail, envelope: Envelope): Mail => ({
  messages: {
    ...messages,
    publish: (all, now) =>
      Effect.flatMap(
        withCodec(() => Promise.all(all.map((message) => sealMessage(envelope, message)))),
        (sealed) => messages.publish(sealed, now),
      ),
    broadcast: (signal) =>
      Effect.flatMap(
        withCodec(() => sealSignal(envelope, signal)),
        messages.broadcast,
      ),
    giveBack: (delivery) =>
      Effect.flatMap(
        withCodec(() => sealDelivery(envelope, delivery)),
        (sealed) => messages.giveBack(sealed),
      ),
    list: (query) =>
      Effect.flatMap(messages.list(query), ({ rows, next }) =>
        withCodec(
          async (): Promise<Page<MessageRow>> => ({ rows: await Promise.all(rows.map((row) => openMessage(envelope, row))), next }),
        ),
      ),
  },
  deliveries: {
    ...deliveries,
    // One that was tampered with keeps nobody from theirs.
    due: (request) => Effect.flatMap(deliveries.due(request), (rows) => readable(rows, (row) => openDelivery(envelope, row))),
  },
})
