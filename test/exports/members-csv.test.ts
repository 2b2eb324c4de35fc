import { expect, test } from 'vitest'
import { memberLines, membersHeader } from '../../server/exports/members-csv.ts'

test('a member is a line of key, persona, probability, margin and version', () => {
  expect(membersHeader + memberLines([{ key: 'C-0102', persona: 'p1', probability: 0.91234, margin: 0.8 }], '3')).toBe(
    'key,persona,probability,margin,version\nC-0102,p1,0.9123,0.8000,3\n',
  )
})

test('a key that a spreadsheet would run as a formula is disarmed', () => {
  for (const key of ['=1+1', '+49', '-5', '@cmd', '\tx']) {
    const [cell] = memberLines([{ key, persona: 'p1', probability: 1, margin: 1 }], '1')
      .replace(/^"/, '')
      .split(',')
    expect(cell!.startsWith("'")).toBe(true)
  }
})

test('a key with a comma or a quotation mark stays one cell', () => {
  expect(memberLines([{ key: 'a,"b', persona: 'p2', probability: 1, margin: 1 }], '1')).toBe(
    '"a,""b",p2,1.0000,1.0000,1\n',
  )
})
