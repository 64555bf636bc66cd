"""Names of families as a big city has them: of many languages, a few very common, most rare."""

# ruff: noqa: SIM905 - two hundred names read better without their quotes

import random
from itertools import accumulate

FIRST = (
    "Maria Jose Juan Ana Luis Sofia Diego Camila Mateo Valentina Emma Olivia Liam Noah Ava "
    "Charlotte James William Benjamin Lucas Mia Amelia Henry Theodore Evelyn Harper Jack "
    "Levi Grace Ella Priya Arun Anika Rohan Tara Aarav Diya Ishaan Kavya Vivaan Fatima "
    "Mohammed Aisha Omar Yusuf Zainab Ali Layla Hassan Amira Wei Li Min Jun Hui Xin Yan Mei "
    "Chen Ling Nguyen Linh Minh Anh Huong Tuan Ji-woo Seo-yeon Min-jun Ha-eun Yuki Haruto "
    "Sakura Ren Aoi Kenji Łukasz Małgorzata Zofia Jakub Agnieszka Jürgen Käthe Björn Åse "
    "Søren Freja Lærke Siân Rhys Niamh Aoife Seán Órla Chloé Zoé François Élodie Noël João "
    "Inês Conceição Antônio Gonçalo Ümit Çağla Şeyma Oğuz İpek Nikos Eleni Giorgos Dmitri "
    "Svetlana Anastasia Ivan Olga Tamar Avi Shira Noa Kwame Ama Kofi Abena Chidi Ngozi "
    "Emeka Adaeze Thabo Lindiwe Tane Aroha Keanu Leilani Anne-Marie Jean-Luc Mary-Kate "
    "D'Angelo Xochitl Itzel 王小明 李娜 山田太郎 さくら 김민준 이서연 Мария "
    "Дмитрий Ελένη محمد فاطمة ليلى יעקב נועה अनिका राहुल สมชาย"
).split()

LAST = (
    "Garcia Smith Martinez Johnson Rodriguez Williams Hernandez Brown Lopez Jones Gonzalez "
    "Miller Davis Wilson Anderson Thomas Taylor Moore Jackson Lee Perez Thompson White "
    "Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott "
    "Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell "
    "Carter Roberts Gomez Phillips Evans Patel Singh Kumar Shah Banerjee Chatterjee Iyer "
    "Gupta Khan Ahmed Ali Hussain Rahman Wang Li Zhang Liu Chen Yang Huang Zhao Wu Kim Park "
    "Choi Jung Kang Sato Suzuki Takahashi Tanaka Watanabe Nowak Kowalski Wiśniewski Wójcik "
    "Łukasik Müller Schäfer Weiß Jørgensen Sørensen Ångström Öberg O'Brien O'Connor "
    "MacDonald Ó'Súilleabháin Lefèvre Gauthier Côté D'Amico De'Ath Silva Souza Gonçalves "
    "Araújo Magalhães Yılmaz Şahin Çelik Öztürk Papadopoulos Ivanov Petrova Kuznetsov Cohen "
    "Levi Mizrahi Okafor Adeyemi Mensah Nkosi Dlamini Kealoha Castellanos Abernathy "
    "Van-Dyke von-Trapp de-la-Cruz 王 李 山田 佐藤 김 이 Иванова Смирнов "
    "Παπαδόπουλος محمود حسن כהן शर्मा ใจดี"
).split()

ONSETS = "b br c ch d dr f fl g gr h j k kr l m n p pr r s sch st t tr v w z".split()
VOWELS = "a e i o u ai ei ou ia eo".split()
CODAS = "ck ff ld lm mann n nd ng r rd rt s sen ska son ster t tz vic wald".split()
RARE_SHARE = 0.45  # of the families, those with a name hardly anybody else has


def zipf(count: int) -> list[float]:
    """Cumulative weights: the most common of ``count`` names is some 3 to 5 in a hundred."""
    return list(accumulate(1 / (n + 12) for n in range(count)))


FIRST_WEIGHTS, LAST_WEIGHTS = zipf(len(FIRST)), zipf(len(LAST))


class Names:
    """An endless, repeatable stream of names."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def first(self) -> str:
        return self.chance.choices(FIRST, cum_weights=FIRST_WEIGHTS)[0]

    def last(self) -> str:
        if self.chance.random() < RARE_SHARE:
            return self._rare()
        return self.chance.choices(LAST, cum_weights=LAST_WEIGHTS)[0]

    def _rare(self) -> str:
        pick = self.chance.choice
        middle = "".join(pick(ONSETS) + pick(VOWELS) for _ in range(pick((1, 1, 2))))
        return (pick(ONSETS) + pick(VOWELS) + middle + pick(CODAS)).capitalize()
