/** An interview invented for these tests, in the shape of the look's mock: times, two voices, sentences of every kind. */
export const timedInterview = `WEBVTT

12:02.000 --> 12:05.000
<v Interviewer>Walk me through the evening you started looking.

12:09.000 --> 12:29.000
<v Participant>The old one died on a Sunday. So I sat down with the tablet and opened, I think, nine tabs, all the same machine in nine shops, and I did not learn one new thing in any of them.

12:31.000 --> 12:34.000
<v Interviewer>What would have been a new thing?

12:41.000 --> 13:01.000
<v Participant>I always read the bad reviews first. If three people say the door seal went after a year, I believe them more than I believe your five stars. Nobody makes up a door seal.

13:05.000 --> 13:06.000
<v Interviewer>And in the shop?

13:08.000 --> 13:40.000
<v Participant>He was kind. But it was so frustrating that every question had the same answer. I need one number. How many of these come back? When the second shop said that they could find out, I trusted them, and I bought it there.

13:44.000 --> 13:46.000
<v Interviewer>Would you do it again?

13:50.000 --> 14:20.000
<v Participant>I would rather have a plain white box with a certificate than a styled one. It matters to me that a seller is honest. I usually wait until the sales. I love how quiet it is.
`
