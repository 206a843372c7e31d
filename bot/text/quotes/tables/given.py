"""Given names that are nearly always a woman's or a man's, from general knowledge; names used for both are left out."""

from bot.text.quotes.words import Names, words

NAMES = Names(
    female=words(
        """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley
        kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia kathleen amy
        angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet
        catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn
        judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean
        abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie
        brittany charlotte marie kayla alexis lori hillary hilary chelsea melania ivanka tiffany kellyanne carly nikki elena
        sonia ruth nancy condoleezza loretta susana claire dianne kirsten tammy jill jeanne debbie huma cheryl katrina
        hope megyn rachel ann anne monica paula gennifer juanita kathy kathleen valerie susan sally samantha angela theresa
        ursula christine annalena sahra manuela andrea ilse renate claudia katja petra sabine gesine heide sigrid
        brigitte ingrid monika birgit gabriele silke anja martina kerstin ulrike heike susanne barbara karin
        marine ségolène segolene martine rachida cécile cecile anne-marie françoise francoise sylvie isabelle nathalie
        valérie elisabeth élisabeth chantal dominique-marie amélie amelie aurore manon chloé chloe léa lea camille-marie
        giorgia elly laura-maria francesca chiara giulia federica elena silvia valentina alessandra paola rosaria
        mariastella carla cristina begoña soraya yolanda irene inés ines pilar carmen dolores ana isabel lucía lucia
        marta raquel rocío rocio margarita esperanza susana beatriz montserrat nuria concepción maite
        dilma marina luiza luísa catarina mariana joana fátima fatima rosa beata ewa agnieszka jadwiga olga
        tatiana svetlana natalia irina yulia yuliya julija ekaterina galina ludmila oksana ksenia daria
        indira sonia priyanka mamata sushma benazir malala aung sheikh-hasina hasina khaleda megawati
        yingliz ayesha aisha layla leila zeynep meral emine tansu ayşe elif fatma hatice nur shirin nasrin
        maryam zahra yasmin amina ngozi winnie graça ellen joyce portia cyril-anne jacinda julia gillian penny
        sanna mette erna magdalena helle tarja vigdís katrín kaja ingrida dalia vaira
        abby ada adele adriana agnes aileen alexandra alicia alison allison alma alyssa amelia anita annabelle annette
        annie antonia april arlene ariana audrey ava becky bella bernice beth bethany betsy bianca bonnie bridget camila
        candace cara carla carmen caroline carrie cassandra cecilia celia cindy clara colleen connie constance cora
        corinne courtney crystal cynthia daisy darlene dawn deanna deirdre delores diana dolly dora doreen dorothy edith
        edna eileen elaine eleanor elisa eliza ella ellie elsa elsie erica erika erin esther ethel eugenia eva faith fay
        felicia fiona flora florence gail gabriela genevieve georgia geraldine gertrude gina ginger gwen gwendolyn harriet
        hazel heidi helena henrietta holly ida imogen irma isla ivy jackie jacqui jana jane janelle janice jasmine jeanette
        jeannette jenna jenny jessie joann joanna joanne jodie josephine josie joy juliana juliet june kara kate katie
        kathy katy kay kirsty krista kristen kristi kristin kristina lana leah leanne lena leslie-ann liliana lillian lily
        linda lindsey liz liza lois lorena lorna lorraine lottie louisa louise lucille lucy lydia lynda lynn lynne mabel
        mackenzie madeleine maggie marcia margie margot marguerite marian marianne marjorie marlene mary-ann matilda maureen
        maxine maya meghan melinda mia mildred mimi mindy minnie miranda miriam misty molly mona muriel myra nadia
        nadine naomi natasha nell nina nora norma opal patsy patti patty pauline pearl peggy phoebe phyllis polly priscilla
        rachael ramona regina rena renee rhonda rita roberta robyn rosalind rosalie rosanna rose roseanne rosemary rosie
        roxanne ruby sabrina sadie selena serena shannon-marie shari sheila shelley sherri sheryl silvia simone sofia
        sondra sonya sophie stacey stacy stella sue suzanne sylvia tabitha tamara tania tanya tara tessa thelma tina toni
        tracey tricia trish trudy ursula vanessa vera veronica vicki vickie victoria viola violet vivian wanda wendy whitney
        wilma yolanda yvette yvonne zoe zoey alicia huma asma marissa meryl oprah beyoncé beyonce katy lena barbra
        susie ruthie candy dana-marie tulsi kamala elise jeanine cindy lyudmila geneviève mazie gretchen muriel
        caitlyn emmanuelle fabienne hélène irène jeanne joëlle laurence-marie marielle mireille monique noémie odile
        pascaline solène véronique virginie florence delphine élodie céline estelle bénédicte"""
    ),
    male=words(
        """james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark
        donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary
        nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander frank patrick raymond
        jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle ethan walter noah jeremy christian
        keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel
        joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene
        bernie barack mitt ted marco jeb newt reince corey paul mike bill tim chris rand rick lindsey ben harry mitch
        josh sidney anthony huckabee jim bob tom tony ron dan jeff greg dave steve don ed al sam matt nick alex andy pete
        martin lincoln vladimir sergey sergei dmitry dmitri volodymyr petro viktor boris nigel david jeremy keir gordon
        gerhard olaf friedrich helmut horst joachim frank-walter wolfgang thomas sigmar guido philipp karl christian
        markus armin jens heiko hubertus robert cem winfried edmund günther gunther günter jürgen jurgen juergen hans peter
        klaus dieter franz werner heinz otto rainer reiner ulrich uwe bernd kurt manfred norbert matthias stefan tobias
        torsten thorsten lothar egon egbert rolf ralf udo rudolf rudi roland volker walter wilhelm wilfried
        emmanuel nicolas françois francois jacques jean-luc jean-marie jean-claude dominique alain bruno gérald gerald édouard
        edouard manuel benoît benoit olivier gabriel philippe pierre michel laurent christophe xavier bernard gilles guy
        thierry yves éric hervé hervé stéphane stephane sébastien sebastien julien antoine guillaume mathieu matthieu
        silvio matteo giuseppe mario romano enrico paolo giorgio sergio antonio luigi beppe pier massimo walter angelino
        roberto renato carlo claudio fabio francesco gianni giovanni ignazio maurizio marcello pietro stefano umberto
        mariano pedro pablo josé jose alberto albert íñigo inigo santiago felipe juan carlos alfredo rodrigo luis jorge
        javier francisco fernando gonzalo artur oriol quim carles enrique ramón ramon miguel ángel angel rafael ricardo
        raúl raul fidel hugo nicolás evo andrés andres gustavo iván ivan alejandro alvaro álvaro diego eduardo ernesto
        luiz lula jair michel fernando josé aécio aecio geraldo marcelo paulo pedro antónio aníbal anibal joão joao
        tiago rui nuno vítor vitor sérgio cristiano
        recep tayyip erdogan abdullah ahmet binali mehmet mustafa murat kemal bashar hassan hussein ali mohammed
        muhammad mohamed ahmad ahmed ibrahim khalid omar osama saddam yasser benjamin bibi ehud ariel shimon avigdor
        naftali yair isaac moshe hamid ashraf nawaz pervez imran narendra manmohan rahul arun shinzo xi hu jintao
        kim ban kofi nelson jacob thabo cyril robert paul pol goodluck muhammadu uhuru raila
        abe abraham abel adrian adolfo alistair alastair allan allen alvin amos angelo angus antonio archie armando arnold
        arturo ashton avery barney barry bart basil bernard bert bertrand blake brad brendan brent bret brett brock bryant
        bud byron caleb calvin cameron-james carlos carlton cary cecil cedric chad chester chuck clarence clark claude clay
        clayton cliff clifford clinton-james clint clive clyde cody colin conrad cory craig curt curtis cyrus dale damian
        damon-james daniel darrell darren darryl dean denis derek derrick desmond dewey dexter dick dirk domenico dominic
        doug drew duane dudley duncan dustin dwayne dwight earl eddie edgar edmund edwin eli elias elliot elliott ellis
        elmer elton emanuel emilio enrique eric erik ernest ernie ervin erwin esteban ethan evan everett fabian felix
        fergus fletcher floyd forrest francis frankie franklin fred freddie frederick garrett gavin gene geoff geoffrey
        gerard gideon gil gilbert giles glen glenn graham grant greg gus guy hal hank harlan harvey hector herb herbert
        herman homer horace howard hubert hugh humphrey ian ignacio ira irving irwin isaac isaiah ivan jackson jaime jake
        jamal jared jarvis jasper javier jay jed jeff jefferson-james jeffery jermaine jerome jimmy joel johnny johnnie
        jon jonah jorge julian julio julius kaleb karl keegan ken kenny kent kirk kris kurt lance lars lee-james len leo
        leon leonard leonardo leroy lester lewis liam lionel lloyd lorenzo lou louis lucas luke luther lyle lyndon mack
        malcolm manuel marc marcus mario marshall marvin maurice max maxwell melvin merle micah mickey miles milton mitchell
        morris mort moses murray myles neal ned neil nelson nigel noel norman oliver omar orlando orville oscar otis otto
        owen pablo pat-james pedro percy perry phil phillip quentin ralph ramon raphael raul ray reggie reginald rené reuben
        rex ricardo rickey ricky rob robbie robin-james rocky rod roderick rodney rodolfo rodrigo roger roland roman ron ronnie
        ross rowan ruben rudolph rudy rufus rupert russ salvador salvatore sammy saul seth seymour shane shaun sheldon
        sherman sid simon solomon spencer stan stanley stefan sterling stewart stuart sylvester terrance terrence theo
        theodore tim toby todd tommy travis trevor troy tucker ulysses vernon vic victor virgil wade wallace
        walker-james warren wendell wesley wilbur wilfred will willard winston woodrow woody xavier zack zach denzel sheldon
        wolf jorge hank lindsey-graham reince dwayne barack bernie sean rush glenn tucker denny orrin chuck saxby trey
        louie darrell devin adam elijah keith luis raul henry tim cory sherrod martin lawrence deval jerry gavin
        jesse michael-james pete anders björn bjorn erik jens-peter lars leif magnus mats olof sven stefan ulf
        janez jose-manuel herman jean-christophe gilles-william zbigniew lech donald-tusk jarosław andrzej václav vaclav
        miloš milos viktor-orban ferenc traian aleksandar slobodan zoran ivo"""
    ),
)
