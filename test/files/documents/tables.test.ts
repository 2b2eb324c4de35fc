import { describe, expect, test } from 'vitest'
import { read, readOne, rolesOf, turnsOf } from './read.ts'

describe('CSV', () => {
  test('one interview a row, the id kept to join a response', async () => {
    const { documents } = await read(
      'id,text\nr1,"AI: How?\n\nUser: ""Well"", fine.\n\nAI: Why?\n\nUser: So."\nr2,"AI: A?\n\nUser: B.\n\nAI: C?\n\nUser: D."\n',
      'talks.csv',
    )
    expect(documents.map(({ name, personKey, format }) => [name, personKey, format])).toEqual([
      ['talks.csv #r1', 'r1', 'csv-interviews'],
      ['talks.csv #r2', 'r2', 'csv-interviews'],
    ])
    expect(turnsOf(documents[0]!)).toEqual(['AI|How?', 'User|"Well", fine.', 'AI|Why?', 'User|So.'])
  })

  test('one turn a row, conversations interleaved, roles by their words, internal notes out', async () => {
    const { documents } = await read(
      'ticket_id;role;body;public\n7;customer;My card is late;true\n8;customer;Hello;true\n7;agent;Sorry to hear;true\n7;agent;He is rude;false\n8;agent;Hi;true\n',
      'chat.csv',
    )
    expect(documents.map(({ name }) => name)).toEqual(['chat.csv #7', 'chat.csv #8'])
    expect(turnsOf(documents[0]!)).toEqual(['customer|My card is late', 'agent|Sorry to hear'])
    expect(rolesOf(documents[0]!)).toEqual({ customer: 'participant', agent: 'agent' })
    expect(documents[0]!.warnings).toEqual(['1 internal notes are left out.'])
  })

  test('single messages with a label are one customer’s turn each', async () => {
    const { documents } = await read(
      'text,category\nI am still waiting on my card?,card_arrival\nWhere is it?,card_arrival\n',
      'train.csv',
    )
    expect(documents).toHaveLength(2)
    expect(turnsOf(documents[0]!)).toEqual(['Customer|I am still waiting on my card?'])
    expect(rolesOf(documents[0]!)).toEqual({ Customer: 'participant' })
  })

  test('a survey table is refused and says where it belongs', async () => {
    const { documents, refused } = await read('id,age,q1,q2,comment\n1,20,a,b,nice\n2,30,a,c,good\n', 'results.csv')
    expect(documents).toEqual([])
    expect(refused[0]!.reason).toContain('import it as responses')
  })

  test('an unclosed quotation mark and an empty table are refused', async () => {
    expect((await read('text,label\n"no end,a\nb,c\n', 'a.csv')).refused[0]!.reason).toContain('never closed')
    expect((await read('text,label\n', 'a.csv')).refused[0]!.reason).toContain('no rows')
  })
})

describe('JSON', () => {
  test('a meeting: turns under their usual name, speakers as written', async () => {
    const document = await readOne(
      JSON.stringify({
        topic_list: [{ topic: 'x' }],
        meeting_transcripts: [
          { speaker: 'Marketing', content: 'One .' },
          { speaker: 'Design', content: 'Two .' },
          { speaker: 'Design', content: 'Three .' },
        ],
      }),
      'meeting.json',
    )
    expect(turnsOf(document)).toEqual(['Marketing|One .', 'Design|Two .', 'Design|Three .'])
  })

  test('many dialogues with chat logs, named by their ids', async () => {
    const dialogue = (id: number) => ({
      dialogue_id: id,
      chat_logs: [
        { text: 'Hello', id: 'agent_1', task_data: {} },
        { text: 'Hi', id: 'agent_2', task_data: {} },
      ],
      participant_info: { agent_1: {} },
    })
    const { documents } = await read(JSON.stringify([dialogue(4), dialogue(9)]), 'casino.json')
    expect(documents.map(({ name }) => name)).toEqual(['casino.json #4', 'casino.json #9'])
    expect(turnsOf(documents[1]!)).toEqual(['agent_1|Hello', 'agent_2|Hi'])
  })

  test('pairs of role and words; the copy with placeholders is not read twice', async () => {
    const chat = {
      convo_id: 3,
      original: [
        ['agent', 'Hi!'],
        ['customer', 'Wrong size.'],
        ['action', 'Account pulled up.'],
      ],
      delexed: [{ speaker: 'agent', text: 'hi!' }],
    }
    const { documents } = await read(JSON.stringify([chat]), 'abcd.json')
    expect(documents.map((document) => turnsOf(document))).toEqual([
      ['agent|Hi!', 'customer|Wrong size.', 'action|Account pulled up.'],
    ])
    expect(rolesOf(documents[0]!)).toEqual({ agent: 'agent', customer: 'participant', action: 'system' })
  })

  test('one JSON value a line', async () => {
    const { documents } = await read(
      '{"id":1,"turns":[{"role":"user","text":"a"},{"role":"bot","text":"b"}]}\n{"id":2,"turns":[{"role":"user","text":"c"},{"role":"bot","text":"d"}]}\n',
      'chats.jsonl',
    )
    expect(documents.map(({ name }) => name)).toEqual(['chats.jsonl #1', 'chats.jsonl #2'])
  })

  test('JSON without talk, and text that is no JSON, are refused', async () => {
    expect((await read('{"intents":{"flows":["a","b"]}}', 'ontology.json')).refused[0]!.reason).toContain('no turns')
    expect((await read('{"a":', 'a.json')).refused[0]!.reason).toContain('not valid JSON')
  })
})
