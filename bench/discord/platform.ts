/** The Discord of the bench, in a process of its own so that its memory does not count. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalDiscord } from '../../test/platforms/discord/local-discord.ts'
import { onOrder, tell } from './orders.ts'

/** Lines of an ordinary channel; one in fifty holds an error code. */
const CHATTER = [
  'has anybody seen this?',
  'thanks, that works',
  'see you tomorrow at 10',
  'it is on port 10010 again',
  'lol',
]
const line = (i: number) =>
  i % 50 === 0 ? `login failed, ErrorCode ${70_001 + (i % 7)}` : `${CHATTER[i % CHATTER.length]} ${i}`

async function platform(guilds: number): Promise<void> {
  const discord = await createLocalDiscord({ extraGuilds: guilds - 1, rateLimits: { route: 1e9, global: 1e9 } })
  const { people, act, world } = discord
  const channels = [...world.channels.values()].filter((channel) => channel.type === 0)

  async function ask(times: number): Promise<number[]> {
    const ms: number[] = []
    for (let i = 0; i < times; i++) {
      const begun = performance.now()
      const it = act.type('imerr', '10010')
      // Its loading flag goes with the answer.
      while (!it.original || it.original.flags & 128) await new Promise((resolve) => setImmediate(resolve))
      ms.push(performance.now() - begun)
    }
    return ms
  }

  onOrder((order) => {
    if (order.kind === 'ask') void ask(order.times).then((ms) => tell({ kind: 'latencies', ms }))
    if (order.kind !== 'say') return
    void (async () => {
      for (let i = 0; i < order.messages; i++) {
        const channel = channels[i % channels.length]
        people.say(line(i), channel ? { in: channel } : {})
        // Sockets are written between turns.
        if (i % 100 === 99) await sleep(0)
      }
    })()
  })
  tell({ kind: 'platform', apiUrl: discord.apiUrl, token: discord.token })
}

await platform(Number(process.argv[2]))
