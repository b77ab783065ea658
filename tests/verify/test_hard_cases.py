"""Hard cases, by hand: what a careful writer says of the evidence (+), and what a subtle liar does (-).

"@" names an article and the cited span, "…" standing for what lies between its first and last words. Every article but
the seed page is invented.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from builders import published

from rag.domain.evidence import CitedSpan
from rag.resources import bundled
from rag.verify.verify import check

SEED = bundled("seeds").joinpath("2025-03-14-us-ukraine-minerals.txt").read_text("utf-8")
SEED_TITLE = "U.S.-Ukraine Negotiations Stall Over Rare Earth Metals Agreement"

# name -> (published, title, body); 2025-03-14 is a Friday.
ARTICLES = {
    "seed": ("2025-03-14", SEED_TITLE, SEED),
    "bank": (
        "2025-03-14",
        "Norvik Bank cuts rates",
        "The Central Bank of Norvik cut its main interest rate by 0.25 percentage points to 3.5 percent on Thursday. "
        "Governor Ilse Marrant said inflation had fallen from 4.1 percent in January to 2.9 percent last month. "
        "“We may cut again in June, but nothing is decided,” she told reporters. "
        "Finance Minister Tomas Reuel welcomed the decision, while the opposition leader, Hanne Vold, called it “too "
        "little, too late”. Exports rose 5 percent in February, whereas imports fell 2 percent. "
        "The economy is expected to grow by between 1.5 and 2 percent this year. "
        "About 1.2 million households have variable-rate mortgages worth nearly $40 billion.",
    ),
    "flood": (
        "2024-11-20T08:00",
        "Floods hit Lasgard valley",
        "At least 14 people were killed and 37 injured when the River Osk burst its banks on Monday night. "
        "Rescuers evacuated more than 2,300 residents from the towns of Pell and Lower Marn. "
        "Mayor Dario Quill did not declare an emergency, but he asked the army for help. "
        "The dam at Hollin was not damaged, engineer Petra Szabo said on Tuesday. "
        "Police have not found the two missing hikers. "
        "The last comparable flood, in 1997, reportedly caused damage of €3.4 million. "
        "Officials blamed the disaster on three days of heavy rain, not on the dam. "
        "Quill’s predecessor, Ana Lerner, had refused to build a higher wall.",
    ),
    "court": (
        "2025-06-03",
        "Court acquits former minister",
        "A court in Tessel on Monday acquitted former transport minister Karl Oberg of bribery, but found his aide, "
        "Mirna Dahl, guilty of fraud. Dahl was sentenced to three years and six months in prison. "
        "Prosecutors had alleged that Oberg took 250,000 kronor from the builder Vanta AB in 2019. "
        "Oberg denied that he had ever met Vanta’s chairman. "
        "Judge Rolf Linde said the evidence against Oberg was “thin and contradictory”. "
        "Prosecutor Eva Strand said she would appeal. "
        "Vanta AB sued the newspaper Tessel Dagblad over its report.",
    ),
    "match": (
        "2025-05-18",
        "Harbour United win cup",
        "Harbour United beat Castle Rovers 3-1 in the cup final on Saturday in front of 41,500 spectators. "
        "Lena Ortiz scored twice in the first half and Mae Conlon added a third in the 78th minute. "
        "Castle Rovers’ goal came from captain Iris Vance. "
        "“We were the better side for an hour,” said Rovers coach Dan Ebner. "
        "It was United’s first title since 2008. "
        "Conlon, 19, joined United from Rovers in January for £2.5m. "
        "United will play in Geneva next Wednesday.",
    ),
    "science": (
        "2025-02-10T12:00",
        "Telescope finds water",
        "Astronomers using the Meridian telescope have found signs of water vapour on the planet Kelva-4b, about 120 "
        "light-years from Earth. The planet is roughly twice the size of Earth and orbits its star every 11 days. "
        "Dr. Amara Nwosu of the University of Leyfort, who led the study, cautioned that the signal “could be noise”. "
        "The team looked at 36 planets; water was detected on only one. "
        "A third of the data came from the older Corvus satellite. "
        "The study, published on Friday in the journal Sky, was funded by the European Science Council (ESC). "
        "The temperature is estimated at -5°C. The mirror is 6.5 metres wide.",
    ),
    "deal": (
        "2025-09-04",
        "Alder buys Birch",
        "Alder Foods agreed on Wednesday to buy its smaller rival Birch & Co for €1.8 billion in cash. "
        "Birch shares jumped 22 percent, while Alder’s slipped 3 percent. "
        "Alder’s chief executive, Nora Feld, said the deal would create 400 jobs. "
        "Unions fear that up to 1,200 jobs may be lost. "
        "Birch rejected an earlier offer of €1.5 billion in March because it was too low. "
        "Alder employs 9,400 people and Birch 3,100. "
        "The deal is subject to approval by regulators, who could take until spring 2026. "
        "Feld proposed the takeover to Birch’s founder, Otto Birch, at a dinner in Lucerne.",
    ),
}

CASES = """
@ seed: During the lengthy negotiations … FederalPress.
+ The talks reportedly lasted about nine hours.
+ The negotiations reportedly lasted about 9 hours.
+ The Jeddah talks reportedly lasted about nine hours.
+ The negotiations between the U.S. and Ukraine reportedly lasted around nine hours.
+ During the talks, said to have lasted about nine hours, the U.S. delegation proposed suspending the signing.
+ The American delegation proposed suspending the signing of the framework agreement on rare earth metals.
+ The U.S. delegation suggested suspending the signing of the rare earth framework agreement.
+ According to FederalPress, the United States asked for more time to reflect.
+ The U.S. asked for additional time to reflect.
+ FederalPress reported that the U.S. suggested moving straight to drafting a more comprehensive agreement.
+ Instead of finalizing the initial framework, the U.S. suggested drafting a more comprehensive agreement.
+ The US wanted to move straight to a more comprehensive agreement rather than finalize the initial framework.
- The talks lasted exactly nine hours.
- The talks reportedly lasted nearly ten hours.
- The talks reportedly lasted about nineteen hours.
- The talks reportedly lasted about nine days.
- The talks reportedly lasted about nine minutes.
- The talks lasted more than nine hours.
- The Ukrainian delegation proposed suspending the signing of the framework agreement on rare earth metals.
- The Russian delegation proposed suspending the signing of the framework agreement.
- The American delegation refused to suspend the signing of the framework agreement.
- The American delegation suspended the signing of the framework agreement.
- The American delegation signed the framework agreement on rare earth metals.
- The U.S. asked for no additional time to reflect.
- The U.S. asked for additional time because it distrusted Kyiv.
- According to Reuters, the U.S. asked for additional time to reflect.
- The U.S. demanded that the framework agreement be finalized.
- The talks in Riyadh reportedly lasted about nine hours.
@ seed: Negotiations between the United States … with Russia.
+ Talks between the U.S. and Ukraine in Jeddah on 11 March 2025 ended without agreement.
+ The US-Ukraine negotiations held in Jeddah on Tuesday ended without an agreement on the minerals contract.
+ The negotiations of March 11 ended without a deal on the minerals contract.
+ No agreement on the minerals contract was reached at the talks in Jeddah.
+ Negotiations on the minerals contract ended without agreement on March 11, raising concerns about relations.
+ The talks raised concerns about the future of relations between the United States and Ukraine.
+ American and Ukrainian negotiators met in Jeddah on 2025-03-11.
- The negotiations in Jeddah ended with an agreement on the minerals contract.
- Talks between the U.S. and Ukraine on March 12, 2025 in Jeddah ended without agreement.
- Talks between the U.S. and Ukraine on Wednesday in Jeddah ended without agreement.
- Talks between the U.S. and Ukraine in Jeddah on March 11, 2024 ended without agreement.
- Talks between the U.S. and Russia in Jeddah ended without agreement on the minerals contract.
- Talks between the U.K. and Ukraine in Jeddah ended without agreement on the minerals contract.
- Talks in Jeddah ended with the signing of the minerals contract.
- The talks eased concerns about the future of U.S.-Ukraine relations.
- Negotiations between the United States and Ukraine held on March 14, 2025, in Jeddah ended without agreement.
@ seed: Representatives from both nations … military actions.
+ Representatives of both nations discussed the need for a ceasefire.
+ Both sides discussed the pressing need for a ceasefire against Russia's military actions.
+ Representatives from the U.S. and Ukraine discussed various topics, including a ceasefire.
- Representatives from both nations agreed on a ceasefire.
- Representatives from both nations signed a ceasefire.
- Representatives from three nations discussed various topics.
@ seed: On the other hand … Jeddah meeting.
+ The Ukrainian delegates had hoped to secure the framework deal.
+ Ukraine's government had previously approved the agreement.
+ The Ukrainian government had approved the agreement earlier and hoped to finalize it in Jeddah.
+ Ukrainian delegates disagreed with this approach.
- The Ukrainian delegates secured the framework deal.
- The Ukrainian government had previously rejected the agreement.
- The Ukrainian government had not approved the agreement.
- The American government had previously approved the agreement.
- The Ukrainian government finalized the agreement during the Jeddah meeting.
- The Ukrainian delegates expressed agreement with this approach.
@ seed: Andrey Yermak, Head … frozen conflict.”
+ Andrey Yermak said: "We clearly stated we would never agree to frozen conflict."
+ “We clearly stated we would never agree to frozen conflict”, Yermak noted.
+ Yermak, the head of the Office of the President of Ukraine, emphasized the importance of the negotiations.
+ Yermak noted that Ukraine "would never agree to frozen conflict."
+ Andrey Yermak stressed the importance of the negotiations.
- Andrey Yermak said: "We clearly stated we would always agree to frozen conflict."
- Andrey Yermak said: "We clearly stated we would never agree to a frozen conflict."
- Yermak said Ukraine would agree to frozen conflict.
- Volodymyr Yermak said: "We clearly stated we would never agree to frozen conflict."
- Putin said: "We clearly stated we would never agree to frozen conflict."
- Andrey Yermak, Head of the Office of the President of Russia, emphasized the importance of the negotiations.
- Yermak downplayed the importance of the negotiations, saying: "Ми ніколи не погодимося."
- Andrey Yermak denied the importance of the negotiations.
@ seed: His remarks underscored … ineffective.
+ Yermak's remarks underscored Ukraine's determination to pursue continuous engagement.
+ His remarks underlined Ukraine’s determination to pursue engagement rather than situational peace agreements.
- Putin's remarks underscored Ukraine's determination to pursue continuous engagement.
- Yermak's remarks underscored Russia's determination to pursue continuous engagement.
- His remarks underscored Ukraine's determination to pursue situational peace agreements.
@ seed: Notably, the underlying issues … conflict.
+ The U.S. discussed lands that Ukraine could potentially lose after the conflict.
+ Territorial concerns were also on the agenda.
- The U.S. discussed lands that Ukraine will lose after the conflict.
- Ukraine discussed lands that the U.S. could potentially lose after the conflict.
- Ukraine lost lands after the conflict.
- Territorial concerns were not on the agenda.
@ seed: Despite the prolonged … Oval Office meeting.
+ Both sides agreed on the need for extending discussions over the ceasefire.
+ Ukraine committed to a 30-day halt to hostilities, which the U.S. welcomed.
+ Ukraine committed to a thirty-day halt to hostilities.
+ Ukraine agreed to a 30-day ceasefire, a step that the United States welcomed.
+ U.S. President Donald Trump had urged Ukraine to comply with calls for peace.
+ Trump previously urged Ukraine to comply with calls for peace at a recent Oval Office meeting.
+ The U.S. welcomed Ukraine's commitment to a 30-day halt to hostilities.
- Ukraine committed to a 13-day halt to hostilities, which the U.S. welcomed.
- Ukraine committed to a 30-month halt to hostilities.
- The U.S. committed to a 30-day halt to hostilities, which Ukraine welcomed.
- Ukraine urged Donald Trump to comply with calls for peace.
- Ukraine complied with Donald Trump's calls for peace.
- U.S. President Joe Biden previously urged Ukraine to comply with calls for peace.
- Ukraine committed to a 30-day halt to hostilities, which the U.S. criticised.
- Both sides failed to agree on the need for extending discussions.
@ seed: There is speculation … climate.
+ There is speculation about whether the potential deal on rare earth metals will evolve or remain stagnant.
- The deal on rare earth metals will evolve with new terms.
@ seed: Further complicate matters … become.
+ The Kremlin responded with caution to the ceasefire proposal, indicating acceptance.
+ Putin said: "We are willing to agree to the ceasefire, but details must lead to sustainable peace."
+ The Kremlin reacted cautiously to the ceasefire proposal.
+ “We are willing to agree to the ceasefire,” Putin said, “but details must lead to sustainable peace.”
+ Putin said: "We are willing to agree to the ceasefire."
- Putin said: "We are not willing to agree to the ceasefire, but details must lead to sustainable peace."
- Yermak said: "We are willing to agree to the ceasefire, but details must lead to sustainable peace."
- The Kremlin rejected the ceasefire proposal.
- Ukraine responded to the ceasefire proposal with caution.
- Vladimir Putin said: "We are willing to agree to the ceasefire, but details must lead to sustainable peace."
@ bank: The Central Bank … Thursday.
+ Norvik's central bank lowered its main interest rate to 3.5% on Thursday.
+ On 13 March 2025 the Central Bank of Norvik cut its main rate by 0.25 percentage points.
+ The main interest rate was cut by the Central Bank of Norvik to 3.5 per cent.
+ The main interest rate is now 3.5 percent after a cut of 0.25 percentage points.
- The Central Bank of Norvik raised its main interest rate by 0.25 percentage points.
- The Central Bank of Norvik cut its main interest rate by 0.25 percent to 3.5 percent.
- The Central Bank of Norvik cut its main interest rate by 3.5 percent.
- The Central Bank of Norvik cut its main interest rate from 3.5 percent on Thursday.
- The Central Bank of Norvik cut its main interest rate by 25 percentage points to 3.5 percent.
- The Central Bank of Norvik cut its main interest rate to 3.5 percent on Friday.
- The Central Bank of Norvik may cut its main interest rate to 5.3 percent.
@ bank: Governor Ilse Marrant said … last month.
+ Inflation fell from 4.1 percent in January to 2.9 percent in February, Marrant said.
+ Ilse Marrant said inflation had fallen to 2.9%.
+ Governor Marrant said that inflation had dropped to 2.9 percent last month.
- Inflation fell from 2.9 percent in January to 4.1 percent last month, Marrant said.
- Inflation rose from 4.1 percent to 2.9 percent, Marrant said.
- Ilse Marrant said inflation had fallen to 2.9 percent in March.
- Ilse Marrant said inflation was 4.1 percent last month.
- Governor Tomas Marrant said inflation had fallen to 2.9 percent.
@ bank: “We may cut again … told reporters.
+ "We may cut again in June, but nothing is decided," Marrant told reporters.
+ Marrant said the bank may cut again in June but that nothing was decided.
+ Ilse Marrant told reporters that nothing was decided.
- Marrant said the bank will cut again in June.
- "We will cut again in June, but nothing is decided," Marrant told reporters.
- Marrant said the bank may cut again in July.
- Reuel said: "We may cut again in June, but nothing is decided."
@ bank: Finance Minister Tomas Reuel … too late”.
+ Reuel welcomed the decision, but Vold called it "too little, too late".
+ Opposition leader Hanne Vold called the decision “too little, too late.”
+ The decision was welcomed by Finance Minister Tomas Reuel.
- Hanne Vold welcomed the decision.
- Finance Minister Tomas Reuel called the decision "too little, too late".
- Finance Minister Hanne Vold called it "too little, too late".
- Hanne Vold called it "too much, too late".
- Tomas Reuel condemned the decision.
@ bank: Exports rose … 2 percent.
+ In February exports rose by 5 percent and imports fell by 2 percent.
+ Imports fell 2% while exports increased 5%.
- Exports fell 5 percent in February, whereas imports rose 2 percent.
- Exports rose 2 percent in February, whereas imports fell 5 percent.
- Imports rose 5 percent in February, whereas exports fell 2 percent.
- Exports rose to 5 percent in February.
@ bank: The economy is expected … this year.
+ The economy is expected to grow by 1.5 to 2 percent in 2025.
+ Growth of between 1.5 and 2 percent is expected this year.
- The economy grew by between 1.5 and 2 percent this year.
- The economy is expected to grow by 2 percent this year.
- The economy is expected to shrink by between 1.5 and 2 percent this year.
- The economy will grow by between 1.5 and 2 percent this year.
- The economy is expected to grow by between 1.5 and 2 percent next year.
@ bank: About 1.2 million … $40 billion.
+ Around 1,200,000 households have variable-rate mortgages.
+ Nearly 40 billion dollars of variable-rate mortgages are held by about 1.2 million households.
- About 1.2 billion households have variable-rate mortgages.
- About 1.2 million households have fixed-rate mortgages worth nearly €40 billion.
- About 1.2 million households have variable-rate mortgages worth nearly $40 million.
- More than 1.2 million households have variable-rate mortgages.
- Exactly 1.2 million households have variable-rate mortgages.
@ flood: At least 14 people … Monday night.
+ At least fourteen people died and 37 were hurt when the River Osk burst its banks on 18 November 2024.
+ The River Osk burst its banks on Monday night, killing at least 14 people and injuring 37.
+ 37 people were injured when the Osk burst its banks.
- At least 37 people were killed and 14 injured when the River Osk burst its banks.
- At least 40 people were killed when the River Osk burst its banks.
- Fourteen people were killed when the River Osk burst its banks.
- At least 51 people were killed or injured when the River Osk burst its banks.
- At least 14 people were killed when the River Osk burst its banks on Tuesday night.
- At least 14 people were killed when the River Ask burst its banks.
- At least 14 people were killed and 37 injured when the River Osk burst its banks on Monday morning.
@ flood: Rescuers evacuated … Lower Marn.
+ More than 2,300 residents of Pell and Lower Marn were evacuated.
+ Over 2300 people were evacuated from Pell and Lower Marn by rescuers.
- More than 23,000 residents were evacuated from Pell and Lower Marn.
- Fewer than 2,300 residents were evacuated from the towns of Pell and Lower Marn.
- More than 2,300 residents were evacuated from Pell and Upper Marn.
@ flood: Mayor Dario Quill … for help.
+ Mayor Quill asked the army for help but did not declare an emergency.
+ No emergency was declared by Mayor Dario Quill.
- Mayor Dario Quill declared an emergency and asked the army for help.
- Mayor Dario Quill did not ask the army for help.
- The army asked Mayor Dario Quill for help.
- Mayor Dario Quill declared an emergency, but he did not ask the army for help.
@ flood: The dam at Hollin … on Tuesday.
+ Engineer Petra Szabo said the Hollin dam was not damaged.
+ According to engineer Petra Szabo, the dam at Hollin was undamaged.
- The dam at Hollin was damaged, engineer Petra Szabo said on Tuesday.
- The dam at Hollin was not damaged, Mayor Dario Quill said on Tuesday.
- The dam at Pell was not damaged, engineer Petra Szabo said.
@ flood: Police have not found … hikers.
+ The two missing hikers have not been found.
+ Two hikers are still missing; police have not found them.
- Police have found the two missing hikers.
- Police have not found the three missing hikers.
@ flood: The last comparable … million.
+ The last comparable flood, in 1997, reportedly caused €3.4m of damage.
+ A comparable flood in 1997 reportedly caused damage of 3.4 million euros.
- The last comparable flood, in 1979, reportedly caused damage of €3.4 million.
- The last comparable flood, in 1997, caused damage of €3.4 million.
- The last comparable flood, in 1997, reportedly caused damage of $3.4 million.
- The last comparable flood, in 1997, reportedly caused damage of £2.9 million.
@ flood: Officials blamed … the dam.
+ Officials blamed three days of heavy rain for the disaster.
+ The disaster was due to three days of heavy rain, officials said, not to the dam.
- Officials blamed the disaster on the dam, not on three days of heavy rain.
- Officials blamed the heavy rain on the disaster.
@ flood: Quill’s predecessor … higher wall.
+ Ana Lerner, Quill's predecessor, had refused to build a higher wall.
+ Lerner did not want to build a higher wall.
- Ana Lerner had built a higher wall.
- Quill had refused to build a higher wall.
- Ana Lerner had promised to build a higher wall.
@ court: A court in Tessel … in prison.
+ Former transport minister Karl Oberg was acquitted of bribery on Monday.
+ Karl Oberg was cleared of bribery, but his aide Mirna Dahl was convicted of fraud.
+ Mirna Dahl was jailed for three years and six months.
+ Dahl, an aide to Oberg, was found guilty of fraud and sentenced to three years and six months in prison.
- Karl Oberg was convicted of bribery on Monday.
- Karl Oberg was found guilty of fraud.
- Mirna Dahl was acquitted of bribery.
- Karl Oberg was sentenced to three years and six months in prison.
- Mirna Dahl was sentenced to six years and three months in prison.
- Mirna Dahl was sentenced to three and a half years in prison.
- A court in Tessel acquitted former finance minister Karl Oberg of bribery.
@ court: Prosecutors had alleged … 2019.
+ Prosecutors had alleged that Oberg took 250,000 kronor from Vanta AB in 2019.
+ Oberg had allegedly taken 250,000 kronor from the builder Vanta AB.
- Oberg took 250,000 kronor from the builder Vanta AB in 2019.
- Prosecutors had alleged that Vanta AB took 250,000 kronor from Oberg in 2019.
- Prosecutors proved that Oberg took 250,000 kronor from the builder Vanta AB in 2019.
- Prosecutors had alleged that Oberg took 250,000 kronor from the builder Vanta AB in 2018.
@ court: Oberg denied … chairman.
+ Oberg denied ever having met Vanta’s chairman.
+ Oberg said that he had never met Vanta's chairman.
- Oberg had met Vanta’s chairman.
- Oberg admitted that he had met Vanta’s chairman.
- Vanta’s chairman denied that he had ever met Oberg.
@ court: Judge Rolf Linde … contradictory”.
+ Judge Linde called the evidence against Oberg "thin and contradictory".
+ The evidence against Oberg was “thin and contradictory,” said judge Rolf Linde.
- Prosecutor Rolf Linde said the evidence against Oberg was "thin and contradictory".
- Judge Rolf Linde said the evidence against Oberg was "thin but contradictory".
- Judge Rolf Linde said the evidence against Dahl was "thin and contradictory".
@ court: Prosecutor Eva Strand … appeal.
+ Prosecutor Eva Strand said that she would appeal.
+ Prosecutor Strand said she will appeal.
- Prosecutor Eva Strand appealed.
- Prosecutor Eva Strand said she would not appeal.
- Oberg said he would appeal.
@ court: Vanta AB sued … report.
+ The newspaper Tessel Dagblad was sued by Vanta AB over its report.
- The newspaper Tessel Dagblad sued Vanta AB over its report.
- Vanta AB was sued by the newspaper Tessel Dagblad.
@ match: Harbour United beat … spectators.
+ Harbour United won the cup final 3-1 against Castle Rovers on Saturday.
+ Castle Rovers lost 3–1 to Harbour United in the cup final.
+ Castle Rovers were beaten 3-1 by Harbour United on 17 May 2025.
+ 41,500 spectators saw Harbour United beat Castle Rovers 3-1.
- Castle Rovers beat Harbour United 3-1 in the cup final on Saturday.
- Harbour United were beaten 3-1 by Castle Rovers.
- Harbour United lost 3-1 to Castle Rovers.
- Harbour United beat Castle Rovers 3-2 in the cup final.
- Harbour United beat Castle Rovers 3-1 in the cup final on Sunday.
- Harbour United beat Castle Rovers 3-1 in front of 45,100 spectators.
@ match: Lena Ortiz scored … 78th minute.
+ Mae Conlon scored the third in the 78th minute after two goals by Lena Ortiz.
+ Ortiz scored two goals in the first half.
- Mae Conlon scored twice in the first half.
- Lena Ortiz added a third in the 78th minute.
- Lena Ortiz scored twice in the second half.
- Mae Conlon added a third in the 87th minute.
- Lena Ortiz scored three times in the first half.
@ match: “We were the better … Dan Ebner.
+ Rovers coach Dan Ebner said, "We were the better side for an hour."
+ Ebner said Rovers "were the better side for an hour".
- Rovers coach Dan Ebner said, "We were the better side for two hours."
- United coach Dan Ebner said, "We were the better side for an hour."
- Iris Vance said, "We were the better side for an hour."
@ match: It was United’s … £2.5m.
+ It was United's first title since 2008.
+ The 19-year-old Conlon moved from Rovers to United in January for 2.5 million pounds.
+ Conlon joined United from Rovers in January 2025.
- It was United’s first title since 2018.
- Conlon joined Rovers from United in January for £2.5m.
- Conlon, 19, joined United from Rovers in January for £2.5bn.
- Conlon, 29, joined United from Rovers in January.
- It was United’s second title since 2008.
@ match: United will play … Wednesday.
+ United will play in Geneva on 21 May.
+ United are to play in Geneva next Wednesday.
- United played in Geneva on Wednesday.
- United will play in Zurich next Wednesday.
- United will not play in Geneva next Wednesday.
@ science: Astronomers using … 11 days.
+ Signs of water vapour have been found on Kelva-4b, some 120 light-years away.
+ The planet Kelva-4b is about twice the size of Earth.
+ Kelva-4b orbits its star every eleven days.
- Signs of water vapour have been found on Kelva-4b, some 12 light-years away.
- The planet Kelva-4b is about half the size of Earth.
- Kelva-4b orbits its star every 11 hours.
- Signs of life have been found by the Corvus satellite on the planet Kelva-4b.
@ science: Dr. Amara Nwosu … noise”.
+ Amara Nwosu, who led the study, cautioned that the signal “could be noise.”
+ Nwosu of the University of Leyfort led the study.
- Amara Nwosu, who led the study, said that the signal is noise.
- Amara Nwosu of the University of Leyden led the study.
- Amara Nwosu, who led the study, said the signal "could not be noise".
@ science: The team looked … only one.
+ Of the 36 planets that the team looked at, water was detected on only one.
- The team looked at 63 planets.
- The team looked at 36 planets; water was not detected on any.
@ science: A third of … satellite.
+ One third of the data came from the Corvus satellite.
+ The older Corvus satellite supplied a third of the data.
- Two thirds of the data came from the older Corvus satellite.
- A quarter of the data came from the older Corvus satellite.
- A third of the data came from the newer Corvus satellite.
@ science: The study, published … wide.
+ The study was published in the journal Sky on 7 February 2025.
+ The ESC funded the study.
+ The European Science Council paid for the study, published in Sky.
+ The temperature is estimated at minus 5 degrees Celsius.
+ The mirror measures 6.5 metres.
- The temperature is estimated at 5°C.
- The study was funded by the European Space Agency.
- The mirror is 21.3 feet wide.
- The mirror is 6.5 kilometres wide.
- The study was published in the journal Sky on Thursday.
@ deal: Alder Foods agreed … 3 percent.
+ Alder Foods agreed on 3 September to buy Birch & Co for €1.8 billion.
+ Birch's shares rose 22 percent and Alder's fell 3 percent.
+ Alder's shares fell 3% while Birch's gained 22%.
- Birch & Co agreed on Wednesday to buy Alder Foods for €1.8 billion.
- Alder Foods agreed to buy Birch & Co for €8.1 billion.
- Alder Foods bought Birch & Co for €1.8 billion.
- Alder’s shares jumped 22 percent, while Birch’s slipped 3 percent.
- Alder Foods agreed to sell its smaller rival Birch & Co for €1.8 billion.
- Alder Foods agreed to buy its larger rival Birch & Co.
@ deal: Alder’s chief executive … lost.
+ Nora Feld, Alder's chief executive, said the deal would create 400 jobs.
+ Unions fear the loss of up to 1,200 jobs.
+ Up to 1,200 jobs may go, unions fear.
- The deal created 400 jobs.
- Unions fear that more than 1,200 jobs may be lost.
- Unions fear that up to 400 jobs may be lost.
- Nora Feld said the deal would create 1,200 jobs.
- Up to 1,200 jobs will be lost.
- Birch’s chief executive, Nora Feld, said the deal would create 400 jobs.
@ deal: Birch rejected … too low.
+ In March Birch turned down a €1.5 billion offer because it was too low.
+ Birch had rejected an earlier offer of 1.5 billion euros.
- Birch accepted an earlier offer of €1.5 billion in March.
- Birch rejected an earlier offer of €1.5 billion in March because it was too high.
- Birch rejected an earlier offer of €1.5 billion in May.
- Alder rejected an earlier offer of €1.5 billion.
@ deal: Alder employs … 3,100.
+ Birch has 3,100 employees and Alder 9,400.
- Alder employs 3,100 people and Birch 9,400.
- Birch employs 9,400 people.
- Together Alder and Birch employ 12,500 people.
@ deal: The deal is subject … 2026.
+ Regulators, who could take until spring 2026, have yet to approve the deal.
- Regulators approved the deal in spring 2026.
- Regulators will take until spring 2026.
@ deal: Feld proposed … Lucerne.
+ The takeover was proposed by Feld to Birch's founder, Otto Birch, at a dinner in Lucerne.
- Otto Birch proposed the takeover to Feld at a dinner in Lucerne.
- Feld proposed the takeover to Birch’s founder, Otto Birch, at a dinner in Geneva.
"""


class HardCase(NamedTuple):
    article: str
    span: str
    statement: str
    supported: bool


def _cases() -> list[HardCase]:
    cases: list[HardCase] = []
    article = span = ""
    for line in CASES.strip().splitlines():
        mark, rest = line[0], line[2:]
        if mark == "@":
            article, span = rest.split(": ", 1)
        else:
            cases.append(HardCase(article, span, rest, mark == "+"))
    return cases


def _cited(article: str, span: str) -> CitedSpan:
    day, title, body = ARTICLES[article]
    first, last = span.split(" … ")
    start = body.index(first)
    end = body.index(last, start) + len(last)
    return CitedSpan(body, start, end, published(day), title)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.statement)
def test_a_statement_is_supported_exactly_when_its_span_says_it(case: HardCase) -> None:
    verdict = check(case.statement, [_cited(case.article, case.span)])
    assert verdict.supported is case.supported, verdict.why
