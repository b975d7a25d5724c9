"""Pairs of records with a label: the same child written down twice with the slips people make, brothers and sisters, and
other children who only look alike. Deterministic; fictional children only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from enquiry_app.services.ports import IndexedPerson

GIVEN = {
    "uk": "Oliver Amelia Jack Olivia Harry Isla George Emily Thomas Poppy William Sophie Daniel Grace Samuel Charlotte "
    "Joshua Megan Benjamin Jessica Alexander Katherine Matthew Elizabeth Michael Rebecca Tegan Jowan Demelza Callum "
    "Rhys Niamh Siobhan Connor Freya Willow Kian Bethany Ethan Harriet",
    "polish": "Zofia Jakub Wojciech Małgorzata Łukasz Katarzyna Paweł Agnieszka Michał Oliwia Szymon Zuzanna Krzysztof "
    "Aleksandra Stanisław Hanna Mateusz Julia Bartosz Weronika Kacper Nikola Tomasz Magdalena",
    "arabic": "Mohammed Fatima Ahmed Aisha Yusuf Mariam Omar Zainab Ibrahim Khadija Hassan Hussain Abdullah Layla Khalid "
    "Noor Mustafa Huda Tariq Samira Bilal Rania Abdulrahman Safiya",
    "south_asian": "Aarav Priya Arjun Ananya Rohan Simran Harpreet Gurpreet Jaspreet Manpreet Vikram Deepika Imran Ayesha "
    "Farhan Nadia Zeeshan Sana Kiran Divya Sanjay Meera Usman Hina",
    "chinese": "Xiaoming Meiling Jiahao Yuxuan Zihan Haoran Xinyi Yichen Jingyi Weijie Siqi Ruoxi Mingze Lihua Zhiwei Yating",
}
FAMILY = {
    "uk": "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts "
    "Green Hall Wood Jackson Clarke Pengelly Trevithick Penrose Hocking Stephens Phillips Read Clark O'Brien McDonald "
    "Fitzgerald Hargreaves Whitfield Ashworth Bannister",
    "polish": "Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski "
    "Mazur Krawczyk Piotrowski Grabowski Nowak Pawłowski Michalski",
    "arabic": "Al-Hassan Khalil Mansour Haddad Al-Masri Nasser Saleh Hamdan Abdelrahman Qasim Darwish El-Sayed Barakat "
    "Shaheen Suleiman Al-Ahmad Rashid Aziz",
    "south_asian": "Patel Singh Kaur Khan Sharma Begum Hussain Shah Gill Ahmed Chowdhury Malik Iqbal Akhtar Mehta Sandhu "
    "Rahman Bhatti",
    "chinese": "Wang Li Zhang Liu Chen Yang Huang Zhao Zhou Wu Xu Zhu",
}
CULTURES = tuple(GIVEN)
SHORT = {
    "Oliver": "Ollie", "Amelia": "Millie", "Harry": "Henry", "Thomas": "Tommy", "William": "Billy", "Daniel": "Danny",
    "Samuel": "Sam", "Charlotte": "Lottie", "Joshua": "Josh", "Benjamin": "Ben", "Jessica": "Jess", "Alexander": "Alex",
    "Katherine": "Katie", "Matthew": "Matt", "Elizabeth": "Beth", "Michael": "Mikey", "Rebecca": "Becky", "Emily": "Em",
    "Bethany": "Beth", "Jakub": "Kuba", "Wojciech": "Wojtek", "Małgorzata": "Gosia", "Katarzyna": "Kasia",
    "Agnieszka": "Aga", "Aleksandra": "Ola", "Bartosz": "Bartek", "Tomasz": "Tomek", "Magdalena": "Magda",
    "Mohammed": "Mo",
}  # fmt: skip
WRITTEN = {
    "Mohammed": "Muhammad Mohamed Mohamad", "Fatima": "Fatimah Fatma", "Ahmed": "Ahmad", "Aisha": "Ayesha Aysha",
    "Yusuf": "Yousef Youssef", "Mariam": "Maryam", "Omar": "Umar", "Zainab": "Zaynab", "Ibrahim": "Ebrahim",
    "Khadija": "Khadijah", "Hassan": "Hasan", "Hussain": "Hussein", "Abdullah": "Abdallah", "Layla": "Leila",
    "Khalid": "Khaled", "Noor": "Nour Nur", "Mustafa": "Mustapha", "Tariq": "Tarek", "Abdulrahman": "Abdurrahman",
    "Safiya": "Safia", "Al-Hassan": "Alhassan Hassan El-Hassan", "Al-Masri": "Almasri El-Masry", "El-Sayed": "Elsayed",
    "Suleiman": "Sulayman Soliman", "Abdelrahman": "Abdulrahman", "Qasim": "Kassem Qassim", "Rashid": "Rasheed",
    "Ayesha": "Aisha", "Usman": "Uthman Osman", "Chowdhury": "Choudhury Chaudhary",
    "Rahman": "Rehman", "Wiśniewski": "Wisniewski Wisniewska", "Kowalski": "Kowalska", "Szymański": "Szymanska",
    "Wójcik": "Wojcik", "Łukasz": "Lukasz", "Zhang": "Chang", "Xiaoming": "Xiao-Ming", "Meiling": "Mei Ling",
    "Jiahao": "Jia Hao", "Xu": "Hsu", "Wang": "王", "Chen": "陈", "Zhao": "Chao",
}  # fmt: skip
SCHOOLS = ("Cliff Road Primary", "Torview Academy", "St Budoc's C of E Primary", "Harbour Nursery", "Moor Lane School")
STREETS = ("Mill Lane", "Station Road", "High Street", "Orchard Close", "Church Row", "Quay View", "Park Avenue")
LETTERS = "abcdefghijklmnoprstuvwy"


@dataclass(frozen=True)
class Pair:
    """`label`: same, family or other; `noise` says how it was made."""

    label: str
    noise: str
    one: IndexedPerson
    other: IndexedPerson


def a_child(random: Random, culture: str = "", item: str = "c1") -> IndexedPerson:
    """A child of the naming habits of one of the cultures."""
    culture = culture or random.choices(CULTURES, (60, 10, 10, 14, 6))[0]
    born = dt.date(2008, 9, 1) + dt.timedelta(days=random.randrange(6500))
    given = random.choice(GIVEN[culture].split())
    if culture in ("arabic", "south_asian") and random.random() < 0.15:
        given = f"Mohammed {random.choice(GIVEN[culture].split())}"
    return IndexedPerson(
        item, "subject", given, random.choice(FAMILY[culture].split()), birth=born.isoformat(),
        sex=random.choice(("F", "M", "")), nhs_number=f"999{random.randrange(10**7):07d}" if random.random() < 0.3 else "",
        postcode=f"TQ{random.randint(1, 14)} {random.randint(1, 9)}{''.join(random.choices('ABDEFGHJLN', k=2))}",
        address=f"{random.randint(1, 180)} {random.choice(STREETS)}",
        phone=f"07700 9{random.randrange(10**5):05d}" if random.random() < 0.5 else "",
        school=random.choice(SCHOOLS) if random.random() < 0.7 else "",
    )  # fmt: skip


def misspelt(random: Random, name: str) -> str:
    """One slip of the hand or the ear in a name."""
    if len(name) < 4:
        return name + name[-1]
    at = random.randrange(1, len(name) - 1)
    ways = (
        name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + random.choice(LETTERS) + name[at + 1 :], name[:at] + random.choice(LETTERS) + name[at:],
    )  # fmt: skip
    return random.choice(ways)


def _typo_given(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, given_names=misspelt(random, child.given_names))


def _typo_family(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, family_name=misspelt(random, child.family_name))


def _nickname(_: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, given_names=SHORT.get(child.given_names, child.given_names))


def _written_otherwise(random: Random, child: IndexedPerson) -> IndexedPerson:
    def other(name: str) -> str:
        return random.choice((WRITTEN.get(name, name)).split(" " if name != "Meiling" else "|"))

    given = " ".join(other(part) for part in child.given_names.split(" "))
    return replace(child, given_names=given, family_name=other(child.family_name))


def _names_swapped(_: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, given_names=child.family_name, family_name=child.given_names)


def _day_and_month_swapped(_: Random, child: IndexedPerson) -> IndexedPerson:
    year, month, day = child.birth.split("-")
    return replace(child, birth=f"{year}-{day}-{month}") if int(day) <= 12 else child


def _date_slip(random: Random, child: IndexedPerson) -> IndexedPerson:
    born = dt.date.fromisoformat(child.birth)
    ways = (born + dt.timedelta(days=1), born.replace(year=born.year - 1) if born.day < 29 else born,
            born.replace(day=random.randint(1, 28)))  # fmt: skip
    return replace(child, birth=random.choice(ways).isoformat())


def _date_in_part(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, birth=child.birth[: random.choice((4, 7))])


def _double_name(random: Random, child: IndexedPerson) -> IndexedPerson:
    second = random.choice(FAMILY["uk"].split())
    double = random.choice(
        (f"{child.family_name}-{second}", f"{second}-{child.family_name}", f"{child.family_name} {second}")
    )
    return replace(child, family_name=double)


def _new_surname(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, family_name=random.choice(FAMILY["uk"].split()))


def _middle_name(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, given_names=f"{child.given_names} {random.choice(GIVEN['uk'].split())}")


def _moved(random: Random, child: IndexedPerson) -> IndexedPerson:
    new = a_child(random)
    return replace(child, postcode=new.postcode, address=new.address, phone=new.phone, school=new.school)


def _less_known(random: Random, child: IndexedPerson) -> IndexedPerson:
    left_out = random.sample(("postcode", "phone", "school", "nhs_number", "sex"), 3)
    blank = dict.fromkeys(left_out, "")
    return replace(child, **blank, **({"address": ""} if "postcode" in blank else {}))


def _one_name_only(_: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(child, family_name="")


Noise = Callable[[Random, IndexedPerson], IndexedPerson]
NOISES: dict[str, tuple[Noise, ...]] = {
    "as written": (),
    "given name misspelt": (_typo_given,),
    "family name misspelt": (_typo_family,),
    "both names misspelt": (_typo_given, _typo_family),
    "short form": (_nickname,),
    "other spelling": (_written_otherwise,),
    "names changed over": (_names_swapped,),
    "day and month changed over": (_day_and_month_swapped,),
    "slip in the date": (_date_slip,),
    "date in part": (_date_in_part,),
    "double family name": (_double_name,),
    "new family name": (_new_surname,),
    "middle name": (_middle_name,),
    "one name only": (_one_name_only,),
    "misspelt and slip in the date": (_typo_family, _date_slip),
    "short form, misspelt": (_nickname, _typo_family),
    "other spelling, date in part": (_written_otherwise, _date_in_part),
    "other spelling, changed over": (_written_otherwise, _names_swapped),
    "short form, double name, date changed over": (_nickname, _double_name, _day_and_month_swapped),
    "misspelt, changed over": (_typo_given, _names_swapped),
}


def same_child(random: Random, noise: str, child: IndexedPerson) -> IndexedPerson:
    """The child as somebody else wrote it down: with this noise, often moved, with less known."""
    for change in NOISES[noise]:
        child = change(random, child)
    if random.random() < 0.35 and noise not in ("new family name",):
        child = _moved(random, child)
    if random.random() < 0.4:
        child = _less_known(random, child)
    return replace(child, item="x1", nhs_number=child.nhs_number if random.random() < 0.5 else "")


def _twin(random: Random, child: IndexedPerson) -> IndexedPerson:
    culture = next((c for c in CULTURES if child.family_name in FAMILY[c].split()), "uk")
    others = [name for name in GIVEN[culture].split() if name not in child.given_names]
    given = random.choice(others)
    close = {
        "Hassan": "Hussain",
        "Hussain": "Hassan",
        "Harpreet": "Gurpreet",
        "Gurpreet": "Harpreet",
        "Jaspreet": "Manpreet",
    }
    given = close.get(child.given_names, given) if random.random() < 0.5 else given
    return replace(child, item="x1", given_names=given, nhs_number="", sex=random.choice(("F", "M", "")))


def _sibling(random: Random, child: IndexedPerson) -> IndexedPerson:
    born = dt.date.fromisoformat(child.birth) + dt.timedelta(days=random.choice((-1, 1)) * random.randint(300, 2500))
    return replace(_twin(random, child), birth=born.isoformat(), school=random.choice((child.school, "")))


def _namesake(random: Random, child: IndexedPerson) -> IndexedPerson:
    stranger = a_child(random)
    born = dt.date.fromisoformat(child.birth) + dt.timedelta(days=random.choice((-1, 1)) * random.randint(400, 3000))
    return replace(
        stranger, item="x1", given_names=child.given_names, family_name=child.family_name, birth=born.isoformat()
    )


def _born_the_same_day(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(a_child(random), item="x1", birth=child.birth)


def _same_surname_and_year(random: Random, child: IndexedPerson) -> IndexedPerson:
    stranger = a_child(random)
    return replace(stranger, item="x1", family_name=child.family_name, birth=child.birth[:4] + stranger.birth[4:])


def _same_given_and_month(random: Random, child: IndexedPerson) -> IndexedPerson:
    stranger, day = a_child(random), random.randint(1, 28)
    return replace(stranger, item="x1", given_names=child.given_names, birth=f"{child.birth[:7]}-{day:02d}")


def _schoolmate(random: Random, child: IndexedPerson) -> IndexedPerson:
    return replace(a_child(random), item="x1", school=child.school)


FAMILY_MAKERS = {"twin": _twin, "brother or sister": _sibling}
OTHER_MAKERS = {
    "namesake": _namesake, "born the same day": _born_the_same_day, "same surname and year": _same_surname_and_year,
    "same given name and month": _same_given_and_month, "schoolmate": _schoolmate,
}  # fmt: skip


def pairs(seed: int = 20261123, each: int = 120) -> Iterator[Pair]:
    """`each` pairs of every way to make one, in every culture; always the same ones."""
    random = Random(seed)
    for noise in NOISES:
        for number in range(each):
            child = a_child(random, CULTURES[number % len(CULTURES)])
            yield Pair("same", noise, child, same_child(random, noise, child))
    for label, makers in (("family", FAMILY_MAKERS), ("other", OTHER_MAKERS)):
        for noise, make in makers.items():
            for number in range(each * 2):
                child = a_child(random, CULTURES[number % len(CULTURES)])
                other = make(random, child)
                if label == "family" or (other.given_names, other.birth) != (child.given_names, child.birth):
                    yield Pair(label, noise, child, other)
