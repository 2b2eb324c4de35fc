import type { LatentType } from './latent-types.ts'

/** The topic guide, in the order asked; each question in three wordings. */
export const topics = [
  'lastTime',
  'trigger',
  'looking',
  'stopping',
  'deciding',
  'trust',
  'worth',
  'afterwards',
  'habits',
  'wish',
] as const
export type Topic = (typeof topics)[number]

export const questions: Record<Topic, readonly string[]> = {
  lastTime: [
    'Could you take me back to the last appliance you bought?',
    'Let’s start with the last time. What did you buy?',
    'What was the last thing for the kitchen or the laundry that you bought?',
  ],
  trigger: ['What set it off?', 'How did it begin, before you were looking at all?', 'What happened before that?'],
  looking: [
    'And then, where did you look?',
    'What did you do first?',
    'Walk me through how you looked for it, step by step.',
  ],
  stopping: ['Was there a moment when you nearly gave up?', 'What got in the way?', 'Did anything almost stop you?'],
  deciding: ['How did you make up your mind?', 'When did you know?', 'What decided it in the end?'],
  trust: ['Whose advice did you listen to?', 'Whom do you believe in such things?', 'Did anybody help you choose?'],
  worth: [
    'How did you think about the price?',
    'What does it have to be worth to you?',
    'And the money side, how did that play in?',
  ],
  afterwards: ['And now that you have it?', 'How has it been since?', 'How did you feel about it afterwards?'],
  habits: [
    'Is that how you usually buy things?',
    'When you think of other things you buy, is it the same?',
    'Would you say that was typical of you?',
  ],
  wish: [
    'If one thing could be different next time, what would it be?',
    'What should a shop like this change?',
    'What would have made it easier?',
  ],
}

export interface Story {
  type: LatentType
  /** What the participant is called in the transcript: no real name. */
  label: string
  /** Region the participant lives in. */
  region: string
  answers: Record<Topic, string>
}

/** Twelve made-up participants, three of each type, each with the traits of another type somewhere. */
export const stories: readonly Story[] = [
  {
    type: 'checker',
    label: 'Participant 01',
    region: 'North Coast',
    answers: {
      lastTime:
        'That was the dishwasher, in February. It took me five weeks from the first search to the order, and I am not ashamed of that. I still have the table on my laptop if you want to see it.',
      trigger:
        'The old one stopped draining. I had it repaired once, and the man said the pump costs more than the machine is worth. I do not like to throw away something that could be repaired, so that hurt a bit.',
      looking:
        'I started with reviews. I always read the bad ones first, because the good ones all sound alike. Then two magazines, then a forum where people write again after a year. Only after that I went to a shop, and only to pull out the baskets.',
      stopping:
        'Yes. I could not find how long the spare parts are kept. I wrote to three manufacturers and one answered. I was close to leaving it, because I need to know that before I spend seven hundred euros.',
      deciding:
        'In the end two were left, and I compared the water use over ten years. One was forty euros cheaper to buy and a hundred more to run. Once I saw that number I could decide.',
      trust:
        'I trust people who have lived with the thing. Not the shop, not the advertising. If somebody writes that the hinge broke after eleven months and posts a picture, I believe that more than five stars.',
      worth:
        'I pay more when I can see why. Quality matters more to me than price, but quality has to be shown. A word like premium says nothing to me, give me a figure.',
      afterwards:
        'It washes well. I admit that I still look at the other model now and then. I wonder if the quieter one would have been better, which is silly, because I can hardly hear this one.',
      habits:
        'With anything over a hundred euros, yes. I compare prices, I read, I wait a night. With bread I do not. My wife says I would compare umbrellas while it rains.',
      wish: 'I would like all models side by side, the same figures in the same units, and the weak points said openly. If a shop told me what is bad about a machine, I would buy there for the rest of my life.',
    },
  },
  {
    type: 'checker',
    label: 'Participant 02',
    region: 'Lake District',
    answers: {
      lastTime:
        'A fridge, the big one with the freezer below. We decided in September and it came in November, so you can imagine how long I thought about it.',
      trigger:
        'The seal was broken and our power bill went up. I put a meter on it for a week. When I saw what it used, I knew a new one would pay for itself in six years or so.',
      looking:
        'I made a list on paper with four columns: power, noise, size and how long the guarantee runs. Then I filled it from the data sheets. It sounds boring, but it calms me down when I understand what I pay for.',
      stopping:
        'The names. Two fridges with nearly the same number and completely different insides. I found out because somebody in a comment had opened both. That made me suspicious of the whole brand.',
      deciding:
        'I slept on it twice. Then I asked myself which one I would regret more. I took the one with the longer guarantee, because I want to be on the safe side.',
      trust:
        'Independent tests, and then other customers. I asked my brother as well, he repairs lifts and knows about compressors. The seller was friendly, but he read the label out to me, and I can read.',
      worth:
        'Cheap is expensive if it lasts five years. I calculate per year. Seven hundred over fifteen years is nothing, three hundred over four years is a lot.',
      afterwards:
        'Very good. I measured again, of course. It uses a third of the old one. That made me happier than the fridge itself, to be honest.',
      habits:
        'I think so. I usually wait for a sale when I have found the right one, I am in no hurry. But I never buy something only because it is cheap.',
      wish: 'The noise value next to the price. And a line that says how many people sent it back and why. You know these numbers, you just do not show them.',
    },
  },
  {
    type: 'checker',
    label: 'Participant 03',
    region: 'South Hills',
    answers: {
      lastTime:
        'The vacuum cleaner, three months ago. It is a small thing, but I have an allergy, so the filter really matters to me.',
      trigger:
        'My doctor asked what kind of filter I use and I did not know. I went home, opened it, and there was none worth the name. That was the moment.',
      looking:
        'I searched for the filter class first and not for the vacuum cleaner. Then I found that the classes are printed on the box but nobody explains them. I ended up reading a test from another country with a translation.',
      stopping:
        'I nearly gave up because every second review was about the delivery and not about the machine. I had to read two hundred to find ten that helped. That is frustrating when you are short of breath anyway.',
      deciding:
        'A woman described exactly my flat: old wooden floor, one cat, dust allergy. She had written again after half a year. I trusted her and ordered the same one.',
      trust:
        'Someone with the same problem as me. That is worth more than an expert. My friend, on the other hand, bought hers because it was turquoise, and she is just as content.',
      worth:
        'For my health I do not look at fifty euros. But I want to know what the fifty euros are for. If nobody can tell me, I take the cheaper one.',
      afterwards:
        'It helps. I sleep better, and I can prove it, I write it down. The bags are expensive, which I had overlooked, and that annoys me because I normally check such things.',
      habits:
        'More and more. I used to be spontaneous. Since I got burnt twice I take my time and compare before I buy.',
      wish: 'Let me filter by what I need and not by the brand. And show me reviews from people who live like I do.',
    },
  },
  {
    type: 'keeper',
    label: 'Participant 04',
    region: 'River Valley',
    answers: {
      lastTime:
        'The washing machine. Same make as the one before, and the one before that. My mother had one too, it ran for twenty-two years.',
      trigger:
        'It simply stopped, in the middle of the wash. I called Mr. Brandt from the shop and he came on Monday and shook his head. Well, then you know.',
      looking:
        'I did not look, really. I went to the shop and asked what follows the old model. He showed me two. I prefer two. When there are forty I go home again.',
      stopping:
        'They told me that the shop will close its repair service next year. That made me think. I need somebody who comes when it breaks, I cannot send a washing machine by post.',
      deciding:
        'He turned the knob and it clicked like the old one. I know that sounds odd. But I want something I can use without my glasses and without a book.',
      trust:
        'Mr. Brandt. He has never sold me anything I did not need. Once he even talked me out of a dryer. You do not get that from a website.',
      worth:
        'A good name costs a little more and I am willing to pay it. I buy so that I do not have to buy again soon. In that sense it is cheap.',
      afterwards:
        'I am content. It does what it should. They brought it up to the second floor, connected it and took the old one with them, and I did not have to lift a finger.',
      habits:
        'Yes, I buy the same again. Shoes, coffee, everything. When something is good, why should I change it? I only go to the shop when something is worn out.',
      wish: 'Keep the counter where one can ask. And please do not make me use an app for a washing programme. I believe a shop should be there for people who do not like computers, too.',
    },
  },
  {
    type: 'keeper',
    label: 'Participant 05',
    region: 'Old Town',
    answers: {
      lastTime:
        'An oven, last summer. Our kitchen is thirty years old and everything has its place, so it had to have exactly the same width.',
      trigger:
        'My husband is not well and he likes to bake on Sundays. The door did not close any more and I was afraid that he would burn himself. So it was not for me, it was for him.',
      looking:
        'I went to the shop in town with the measurements on a piece of paper. The lady there knows our street and our kitchens. She rang the supplier while I was standing there.',
      stopping:
        'It took so long until somebody had time for me. I nearly walked out. There was a young man, but he told me to look on the website, and I had come on the bus for that.',
      deciding:
        'She showed me one with real knobs and a light, and she said: this one will last. That was enough for me. I did not compare any prices.',
      trust:
        'People I know by face. My daughter wanted to order for me online and she meant well. But if something is wrong, whom do I talk to? A picture of a lady with a headset?',
      worth:
        'It was more than we had planned. But I would rather pay a bit more to the shop near me than save thirty euros and see the shop close. I think that is only right.',
      afterwards:
        'He baked a plum cake the first weekend. So that was that. The clock is a little complicated, my grandson set it.',
      habits:
        'I suppose so. I write a list and I buy what is on the list. I do like to look at pretty things for the table now and then, but I do not buy them.',
      wish: 'That somebody shows me how it works when they bring it. Ten minutes would be enough. The booklet is in nine languages and I did not understand it in mine.',
    },
  },
  {
    type: 'keeper',
    label: 'Participant 06',
    region: 'East Fields',
    answers: {
      lastTime:
        'We run a small guest house, so it was a freezer for the kitchen and a dryer for the sheets. Both from the people we always go to.',
      trigger:
        'The dryer had done fourteen years of sheets. We knew it was coming. I do not wait until something breaks in the season, that would be careless.',
      looking:
        'I called. They know what we have and when we bought it. They said: take the same class, the new one has a bigger door. I did look at one price on the internet, to be fair.',
      stopping:
        'The new model wants to be registered online. I was annoyed, I do not want my dryer to know when I have guests. They found me the last one without it.',
      deciding:
        'That they guarantee a replacement within a day. For a guest house this is everything. I need a machine that runs and a person who picks up the telephone.',
      trust:
        'Our technician. He has seen these machines from the inside. Brochures are written by people who have never washed forty sheets.',
      worth:
        'I plan for it, so the price does not frighten me. What I do not like is when it becomes more at the end, delivery here, a hose there. One price, please.',
      afterwards:
        'Both run every day. With the freezer I am not so sure, it is louder than the old one, and the kitchen is under a bedroom.',
      habits:
        'In the business, yes, always the same supplier. At home my partner chooses and she tries something new every time. We balance each other.',
      wish: 'Keep one model for ten years and keep the parts. That is all I want. Everything that changes costs me a day.',
    },
  },
  {
    type: 'finder',
    label: 'Participant 07',
    region: 'Harbour City',
    answers: {
      lastTime:
        'A coffee machine, a small one, in a kind of dark green. I had been following the makers for maybe half a year before I bought it.',
      trigger:
        'Nothing was broken. I saw it in a video, on a table by a window, and I thought: that is the morning I want to have. I treat myself to something like this once a year.',
      looking:
        'Everywhere, and I enjoyed it. I looked at pictures people had posted from their kitchens. I went to a little shop that has perhaps twenty things, and every one of them is chosen with love.',
      stopping:
        'It was sold out. Twice. And then six weeks of waiting. I nearly bought another one in the meantime, but every shop had the same chrome boxes.',
      deciding:
        'I held the handle. It is wood, and it is a little different on each machine. I like that nobody else has exactly mine.',
      trust:
        'A friend who makes ceramics, she has an eye. And the makers themselves, they answer when you write to them. Tests I do not read, they are about numbers.',
      worth:
        'It was too expensive, I know. But I look at it every single day. I would rather own few things and love them.',
      afterwards:
        'I show it to everybody. My brother laughed at me, and two weeks later he asked for the link. It leaks a little, if I am honest, but I forgive it.',
      habits:
        'With things you see, yes. A boiler in the cellar I would buy like anybody else, quickly and the cheapest that works.',
      wish: 'Tell me the story of a thing. Who thought of it, who made it, why it looks like that. I get bored when everything looks the same.',
    },
  },
  {
    type: 'finder',
    label: 'Participant 08',
    region: 'Harbour City',
    answers: {
      lastTime:
        'A hob, with induction, the kind that you cannot see when it is off. We are building the kitchen ourselves and it is a bit of an adventure.',
      trigger:
        'We bought a flat and tore everything out. For the first time I could choose what I like and not what was there. I wanted it to look like us.',
      looking:
        'I love looking. I made a board with pictures, hundreds of them. On Saturdays we went to showrooms, and in the evening I looked at what people in other countries do with their kitchens.',
      stopping:
        'The shops. You stand in front of a wall with thirty hobs and all of them are black rectangles. Nobody could tell me what is new about any of them. I was disappointed, I had expected ideas.',
      deciding:
        'I saw it cooking at a friend’s place, at a party. I asked her at once where it came from. The same week we had ordered it.',
      trust:
        'People with taste, and my own gut. I read some reviews too, because of the price, but I stopped when it got technical.',
      worth:
        'We saved on the floor for it. It is the first thing people notice. Price matters less to me than that it is beautiful and that it is not what everybody has.',
      afterwards:
        'I still enjoy it. I have told so many people about it that I should get a commission. One button is hidden so well that my father cannot find it.',
      habits:
        'I like to find things before others do, that is true. With clothes, with restaurants. I never have a list, and I come home with something else than I went for.',
      wish: 'Show fewer things, and show them in real homes. And surprise me. A shop could write me once a month: this is new and this is why we like it.',
    },
  },
  {
    type: 'finder',
    label: 'Participant 09',
    region: 'South Hills',
    answers: {
      lastTime:
        'A food mixer, a red one. I bake for my friends, and it stands in the middle of the kitchen, so it is more of a sculpture.',
      trigger:
        'It was my fortieth birthday and I wanted to give myself something. I did have an old one which works perfectly well, my niece has it now.',
      looking:
        'I went to the flea market first, because I like old machines. Then to a shop with a workshop behind it, where they repaint them. I looked around for a whole spring and it was half the fun.',
      stopping:
        'I could not choose between the colours. I put paper in both colours on the table and lived with it for a week. And the delivery, they could not say when.',
      deciding:
        'A young baker whom I follow uses the same one. She had taken it apart and shown the gears. So in the end it was not only the colour, there was something behind it.',
      trust:
        'Someone who really uses it. I do not care about labels and I do not believe advertising, although I must say it gives me ideas.',
      worth:
        'I have a feeling for when it is worth it. If something makes an ordinary day nicer, it is worth a lot. If it only does its job, it should be cheap.',
      afterwards:
        'Wonderful. I posted it, of course. It is heavy, I had not thought of that, so now it never leaves the table.',
      habits:
        'I like variety. I hardly ever buy the same thing twice. With groceries I do try to buy from small shops near me, I think that is important.',
      wish: 'Let me combine things: this bowl, that colour, my name on it. I would wait two months for that without complaining.',
    },
  },
  {
    type: 'hurrier',
    label: 'Participant 10',
    region: 'North Coast',
    answers: {
      lastTime:
        'A fridge. I ordered it standing in the kitchen with the old one dripping on my feet. It took me maybe twelve minutes.',
      trigger:
        'It died on a Thursday evening. We have two small children, and there was milk for the baby in it. I needed one on Friday, everything else came second.',
      looking:
        'On my phone. I typed in the width, sorted by delivery date and took the second. The first one was too tall.',
      stopping:
        'I had to make an account before I could see the delivery day. I nearly threw the phone. Why can’t they tell me that first?',
      deciding: 'It fit the gap and it came the next day. That decided it. I do not need a fridge that talks to me.',
      trust:
        'Nobody, there was no time. I looked at the stars, if it has four and a lot of people, fine. My mother asked afterwards whether I had compared, and I had to laugh.',
      worth:
        'I had a limit of five hundred in my head and stopped looking when one was below it. What I hate is when delivery and taking the old one away come on top.',
      afterwards:
        'It is a fridge. It is cold. I have not thought about it since you wrote to me. The door could open the other way, I should have checked that.',
      habits:
        'For the household, always. I want it off my list. I buy nappies, light bulbs, all of it late in the evening when they are asleep.',
      wish: 'Remember my measurements and show me three that fit and that are in stock. And a real time for the delivery, not a whole day.',
    },
  },
  {
    type: 'hurrier',
    label: 'Participant 11',
    region: 'Lake District',
    answers: {
      lastTime:
        'Three microwaves and a dishwasher, for the office. I look after the building for a firm with sixty people.',
      trigger:
        'Somebody had put a fork in. So I had sixty people without lunch, and every one of them came to my desk to tell me about it.',
      looking:
        'I have a list of suppliers. I called the first, they had none in stock. I ordered at the second online, while I was on hold with the first.',
      stopping:
        'The delivery window. From eight to six, for an office where nobody sits at the door. And then they came the day after. That cost me more time than the whole order.',
      deciding:
        'In stock, an invoice, one price. I compare prices when it is a big order, but for three microwaves it is not worth my hour.',
      trust:
        'Whoever delivered last time without trouble gets the next order. It is that simple. If it goes wrong once, I am gone.',
      worth: 'Cheap and solid. People break them anyway. I would rather replace them every four years than discuss it.',
      afterwards:
        'They run. The dishwasher is on its second pump, the guarantee covered it, but I had to send photographs three times and that was annoying.',
      habits:
        'At work, yes, fast. In private I am slower. For my bicycle I read reviews for weeks, so I do know how the other half lives.',
      wish: 'Order again with one click, the same as last time. And a person I can call when the driver stands in front of the wrong door.',
    },
  },
  {
    type: 'hurrier',
    label: 'Participant 12',
    region: 'Old Town',
    answers: {
      lastTime:
        'A tumble dryer, in December, in between two night shifts. I am a nurse. I think I bought it at four in the morning.',
      trigger: 'It rained for three weeks and I had wet uniforms on every door. At some point I said, that’s it.',
      looking:
        'On the website of a shop I had bought at before, because my address was in there already. I looked at five, maybe. They all had names like passwords.',
      stopping:
        'Too many of them, and the filters made it worse. I got lost and closed the page, and came back the next night. And the payment failed the first time.',
      deciding:
        'One of them said “most people with a small bathroom take this one”. That was what I wanted. Somebody who has thought about it for me.',
      trust:
        'A colleague has the same one, so I asked her in the break. She said it is fine. That was enough, I did not want to make a science out of it.',
      worth:
        'I do watch my money, I have to. But an hour of sleep is worth more to me than twenty euros. I want to see the whole price at once.',
      afterwards:
        'I am glad I have it. It takes longer than it says. Next time I would ask for the small print, but I know I would not read it.',
      habits:
        'Mostly. I decide fast, and I buy the same one again if it worked. Shopping is not fun for me, it is one more thing to do.',
      wish: 'Deliver after six in the evening. And choose three for me. I do not want ninety, I want three and a reason for each.',
    },
  },
]

/** Short questions in between, each with answers by type that fit behind any topic. */
export const probes: readonly { ask: string; replies: Record<LatentType, readonly string[]> }[] = [
  {
    ask: 'Can you say a bit more about that?',
    replies: {
      checker: [
        'Well, I like to be sure. If I don’t understand a thing I don’t pay for it.',
        'It is simply that I want to know before and not after.',
        'I suppose I need facts, otherwise it is just somebody’s opinion.',
      ],
      keeper: [
        'There is not much more to say. It has worked for thirty years.',
        'I like it when I know what to expect.',
        'It gives me a good feeling when I know the people.',
      ],
      finder: [
        'I think it is the joy of it. Finding something.',
        'It has to speak to me, I can’t explain it better.',
        'For me that is part of how we live.',
      ],
      hurrier: [
        'Not really. It was quick.',
        'I just had other things on my mind that week.',
        'I want things to be simple, that is all.',
      ],
    },
  },
  {
    ask: 'How did that feel at the time?',
    replies: {
      checker: [
        'I was nervous, to be honest. It is a lot of money.',
        'A bit tense, and then relieved when I had found the figure.',
        'Annoyed, because it should not be so hard to find out.',
      ],
      keeper: [
        'Fine. I was in good hands.',
        'I was a little worried, I do not like it when things change.',
        'I felt looked after.',
      ],
      finder: [
        'Exciting. Like before a journey.',
        'I was happy for the whole day.',
        'I was impatient, I wanted it so much.',
      ],
      hurrier: [
        'Stressful. Everything at once.',
        'I was tired. I wanted it to be over.',
        'I was in a rush, so I did not feel much.',
      ],
    },
  },
  {
    ask: 'And what did you do then?',
    replies: {
      checker: [
        'I wrote it down and looked again the next day.',
        'I checked it against another source.',
        'I waited. I can wait.',
      ],
      keeper: ['I called them and asked.', 'I went home and talked it over.', 'Nothing. I left it to them.'],
      finder: [
        'I sent the picture to a friend.',
        'I went to look at it again.',
        'I kept looking, I was not ready to stop.',
      ],
      hurrier: ['I took the next one.', 'I closed the page and did something else.', 'I ordered it and went to bed.'],
    },
  },
]
